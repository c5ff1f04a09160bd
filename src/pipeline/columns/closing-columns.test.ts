import fc from "fast-check";
import { expect, test } from "vitest";
import { HEAT_LEVELS, columnEnd, columnStart } from "#core/heat-levels.ts";
import { MINUTE_MS } from "#core/units.ts";
import { closingColumns, finestLevelOf } from "./closing-columns.ts";

const T = Date.UTC(2026, 0, 5, 0, 0);
const minutes = (count: number) => count * MINUTE_MS;
const places = (span: Parameters<typeof closingColumns>[0]) =>
  closingColumns(span).map(({ level, column, book }) => [level, (columnStart(HEAT_LEVELS[level], column) - T) / MINUTE_MS, book]);

test("a minute ends its own column, and at a round time the coarser ones", () => {
  expect(places({ start: T + minutes(1), durationMs: MINUTE_MS, before: T + minutes(1) })).toEqual([[0, 1, "after"]]);
  expect(places({ start: T + minutes(29), durationMs: MINUTE_MS, before: T + minutes(29) })).toEqual([
    [0, 29, "after"],
    [1, 25, "after"],
    [2, 0, "after"],
  ]);
});

test("an hour holds the book before it in the half-hour that ends inside, and fills no finer level", () => {
  expect(finestLevelOf(minutes(60))).toBe(2);
  expect(places({ start: T, durationMs: minutes(60), before: T })).toEqual([
    [2, 0, "before"],
    [2, 30, "after"],
  ]);
});

test("after a gap the column that was left open holds its last book, those in the gap stay absent", () => {
  expect(places({ start: T + minutes(21), durationMs: MINUTE_MS, before: T + minutes(3) })).toEqual([
    [0, 21, "after"],
    [1, 0, "before"],
  ]);
});

test("no column is ever closed twice, or before its last book is known", () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 5, 15, 30, 60), fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 }), (step, gaps) => {
      const seen = new Set<string>();
      let end: number | undefined;
      for (const gap of gaps) {
        const start = (end ?? T) + minutes(gap % 4 === 0 ? gap * step : 0);
        for (const { level, column, book } of closingColumns({ start, durationMs: minutes(step), before: end })) {
          const key = `${level} ${column}`;
          expect(seen.has(key)).toBe(false);
          seen.add(key);
          const shape = HEAT_LEVELS[level];
          if (book === "after") expect(columnEnd(shape, column)).toBe(start + minutes(step));
          else expect(columnEnd(shape, column)).toBeGreaterThan(end ?? Infinity);
        }
        end = start + minutes(step);
      }
    }),
  );
});
