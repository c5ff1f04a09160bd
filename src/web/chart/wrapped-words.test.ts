import { expect, test } from "vitest";
import { wrappedWords } from "./wrapped-words.ts";

const wrapped = (lines: readonly string[], room: number) => wrappedWords(lines, (text) => text.length, room).map(({ text, of }) => [of, text]);

test("a line is broken between words where there is no room, and each piece knows its line", () => {
  expect(wrapped(["one two", "three four five"], 10)).toEqual([
    [0, "one two"],
    [1, "three four"],
    [1, "five"],
  ]);
});

test("what fits stays in one piece, and a word is never cut", () => {
  expect(wrapped(["one two three"], 13)).toEqual([[0, "one two three"]]);
  expect(wrapped(["a longest b"], 3)).toEqual([
    [0, "a"],
    [0, "longest"],
    [0, "b"],
  ]);
});
