import { readFileSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { KEYS, type KeyName, keyUse } from "./keys.ts";

it("gives every key one use", () => {
  const keys = Object.values(KEYS).flatMap(({ keys }): readonly string[] => keys);
  expect(new Set(keys).size).toBe(keys.length);
  for (const name of Object.keys(KEYS) as KeyName[]) for (const key of KEYS[name].keys) expect(keyUse(key)).toBe(name);
  expect(keyUse("q")).toBeUndefined();
});

it("is what every handler goes by: none compares keys of its own", () => {
  const folder = new URL("..", import.meta.url);
  const own = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."))
    .flatMap((path) =>
      (readFileSync(new URL(path, folder), "utf8").match(/\bkey === "(?!Arrow|Escape|Enter)[^"]*"|case "[^\w]"/g) ?? []).map((found) => `${path}: ${found}`),
    );
  expect(own).toEqual([]);
});
