import { expect, test } from "vitest";
import { formatSort, parseSort } from "./data-sort.ts";

const IDS = ["usd", "open-interest"];

test("a sort is read back as it was written", () => {
  for (const id of IDS) for (const descending of [true, false]) expect(parseSort(formatSort({ id, descending }), IDS)).toEqual({ id, descending });
});

test.each(["nothing.up", "usd", "usd.sideways", "", null, undefined])("%s sorts by nothing", (text) => expect(parseSort(text, IDS)).toBeUndefined());
