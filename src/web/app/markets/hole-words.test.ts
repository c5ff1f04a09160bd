import { expect, test } from "vitest";
import { unsampledWords } from "./hole-words.ts";

test("of a stretch without open interest it is said what the exchange's own samples make up for", () => {
  const hole = { from: Date.UTC(2026, 0, 1, 10, 2), to: Date.UTC(2026, 0, 1, 10, 20) };
  const wordsOf = (missingMs: number) => unsampledWords({ ...hole, missingMs }).replace(/told .*?(?=:[^0-9]|$)/, "told then");
  expect(wordsOf(18 * 60_000)).toBe("no open interest was told then");
  expect(wordsOf(0)).toBe("no open interest was told then: the exchange's own samples stand in");
  expect(wordsOf(180_000)).toBe("no open interest was told then: the exchange's own samples stand in for all but 3 min");
});
