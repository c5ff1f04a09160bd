import fc from "fast-check";
import { expect, test } from "vitest";
import { HEAT_LEVELS, columnEnd, columnIndexOf } from "#core/heat-levels.ts";
import { priceAt, rowOf } from "#core/price-rows.ts";
import type { CandleRow, RealisedRow } from "#wire/messages.ts";
import type { CandleRange, RealisedRange } from "#web/data/rest.ts";
import { createReplayTrack } from "./replay-track.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const END = 10 * DAY;
const NEVER = new AbortController().signal;

/** A market whose every minute is a formula: price climbs by one a minute, and so many dollars print in each. */
const priceOf = (minute: number): number => 10_000 + minute;
const printedIn = (minute: number): number => 1 + (minute % 7);

/** As the server answers: whole bars, the last one with all of it, whatever instant the page is at. */
function fetchCandles({ intervalMs, fromMs, toMs }: CandleRange): Promise<readonly CandleRow[]> {
  const rows: CandleRow[] = [];
  for (let time = Math.ceil(fromMs / intervalMs) * intervalMs; time < toMs; time += intervalMs) {
    const last = (time + intervalMs) / MINUTE;
    rows.push([time, priceOf(time / MINUTE), priceOf(last), priceOf(time / MINUTE), priceOf(last), 1]);
  }
  return Promise.resolve(rows);
}

function fetchRealised({ level, fromMs, toMs }: RealisedRange): Promise<readonly RealisedRow[]> {
  const { columnMs } = HEAT_LEVELS[level];
  const rows: RealisedRow[] = [];
  for (let time = Math.floor(fromMs / columnMs) * columnMs; time <= toMs; time += columnMs) {
    let usd = 0;
    for (let minute = time / MINUTE; minute < (time + columnMs) / MINUTE; minute++) usd += printedIn(minute);
    rows.push([time, priceAt(rowOf(10_000) + 0.5), usd, 0, 1]);
  }
  return Promise.resolve(rows);
}

const openTrack = (level: number, atMs: number, stepMs = MINUTE) =>
  createReplayTrack({ market: { id: "a:A", stepMs }, level, atMs, newestMs: () => END, fetchCandles, fetchRealised });

const minutes = fc.integer({ min: 2 * 1_440, max: END / MINUTE });

test("whatever is loaded and however the instant moves, no bar and no print is of a later time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0, 1, 2, 3, 4), minutes, fc.array(fc.tuple(minutes, fc.boolean()), { maxLength: 6 }), async (level, first, moves) => {
      const track = openTrack(level, first * MINUTE);
      await track.begin(first * MINUTE - DAY, NEVER);
      for (const [minute, isLoaded] of [[first, false] as const, ...moves]) {
        track.moveTo(minute * MINUTE);
        if (isLoaded) await track.loadAhead(NEVER);
        for (const { openTime, high, close } of track.history.bars) {
          expect(openTime).toBeLessThan(minute * MINUTE);
          // A minute's close is the open of the next.
          expect(Math.max(high, close)).toBeLessThanOrEqual(priceOf(minute));
        }
        expect(columnEnd(HEAT_LEVELS[level], track.newestColumn)).toBeLessThanOrEqual(minute * MINUTE);
        for (const { column } of track.realised.cells) expect(column * HEAT_LEVELS[level].columnMs).toBeLessThan(minute * MINUTE);
      }
    }),
    { numRuns: 60 },
  );
});

test("once it is loaded, everything that was known at the instant is there, the forming bar from its minutes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0, 1, 2, 3, 4), minutes, fc.integer({ min: 0, max: 3_000 }), async (level, first, on) => {
      const at = Math.min(first + on, END / MINUTE);
      const fromMs = first * MINUTE - DAY;
      const track = openTrack(level, first * MINUTE);
      await track.begin(fromMs, NEVER);
      track.moveTo(Math.min(at * MINUTE, track.loadedUntilMs));
      await track.loadAhead(NEVER);
      const { columnMs } = HEAT_LEVELS[level];
      expect(track.isWhole).toBe(true);
      const last = track.history.bars.at(-1);
      expect([last?.openTime, last?.close]).toEqual([Math.floor((track.atMs - 1) / columnMs) * columnMs, priceOf(track.atMs / MINUTE)]);
      const printed = track.realised.cells.reduce((sum, { longUsd }) => sum + longUsd, 0);
      let expected = 0;
      for (let minute = (Math.floor(fromMs / columnMs) * columnMs) / MINUTE; minute < track.atMs / MINUTE; minute++) expected += printedIn(minute);
      expect(printed).toBe(expected);
    }),
    { numRuns: 60 },
  );
});

test("what is said to be whole is, wherever the instant has been before", async () => {
  const near = fc.integer({ min: 4 * 1_440, max: 6 * 1_440 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(1, 2, 3, 4), near, fc.array(fc.tuple(near, fc.boolean()), { minLength: 1, maxLength: 8 }), async (level, first, moves) => {
      const track = openTrack(level, first * MINUTE);
      await track.begin(3 * DAY, NEVER);
      for (const [minute, isLoaded] of moves) {
        track.moveTo(minute * MINUTE);
        if (isLoaded) await track.loadAhead(NEVER);
        if (isLoaded) expect(track.isWhole).toBe(true);
        if (track.isWhole) expect(track.history.bars.at(-1)?.close).toBe(priceOf(minute));
      }
    }),
    { numRuns: 100 },
  );
});

test("minutes long passed are let go, and loaded again when somebody goes back to them", async () => {
  const track = openTrack(2, 3 * DAY + 10 * MINUTE);
  await track.begin(2 * DAY, NEVER);
  for (let at = 3 * DAY; at < 6 * DAY; at += 300 * MINUTE) {
    track.moveTo(at + 10 * MINUTE);
    await track.loadAhead(NEVER);
  }
  track.moveTo(3 * DAY + 10 * MINUTE);
  expect(track.isWhole).toBe(false);
  await track.loadAhead(NEVER);
  expect(track.history.bars.at(-1)?.close).toBe(priceOf((3 * DAY) / MINUTE + 10));
});

test("it loads ahead once, and says how far the instant can move", async () => {
  const track = openTrack(1, 5 * DAY);
  await track.begin(4 * DAY, NEVER);
  expect(track.loadedUntilMs).toBeGreaterThan(5 * DAY + 600 * MINUTE);
  expect(await track.loadAhead(NEVER)).toBe(false);
  track.moveTo(5 * DAY + 500 * MINUTE);
  expect(await track.loadAhead(NEVER)).toBe(true);
  expect(track.loadedUntilMs).toBeGreaterThan(5 * DAY + 1_100 * MINUTE);
});

test("bars of a market that is stored in five minutes are made of those", async () => {
  const track = openTrack(2, 5 * DAY + 22 * MINUTE, 5 * MINUTE);
  const fiveMinutes = (range: CandleRange) => fetchCandles({ ...range, intervalMs: Math.max(range.intervalMs, 5 * MINUTE) });
  const coarse = createReplayTrack({
    market: { id: "a:A", stepMs: 5 * MINUTE },
    level: 2,
    atMs: track.atMs,
    newestMs: () => END,
    fetchCandles: fiveMinutes,
    fetchRealised,
  });
  await coarse.begin(5 * DAY, NEVER);
  expect(coarse.history.bars.at(-1)?.close).toBe(priceOf((5 * DAY) / MINUTE + 20));
});

test("what is known already is not asked for: at the end of a column nothing is waited for, within one only its minutes", async () => {
  const [fromMs, toMs] = [5 * DAY, 8 * DAY];
  const open = async (atMs: number) => {
    const asked: CandleRange[] = [];
    const detail = HEAT_LEVELS[1];
    const rows = await fetchCandles({ market: "a:A", intervalMs: detail.columnMs, fromMs, toMs });
    const bars = rows.map(([openTime, first, high, low, close]) => ({ openTime, open: first, high, low, close }));
    const cells = [{ column: columnIndexOf(detail, 6 * DAY), cell: 1, longUsd: 5, shortUsd: 0, prints: 1 }];
    const track = createReplayTrack({
      market: { id: "a:A", stepMs: MINUTE },
      level: 1,
      atMs,
      newestMs: () => END,
      known: { fromMs, toMs, bars, cells },
      fetchCandles(range) {
        asked.push(range);
        return fetchCandles(range);
      },
      fetchRealised,
    });
    await track.begin(fromMs, NEVER);
    return { track, asked };
  };
  const ended = await open(7 * DAY);
  expect([ended.asked, ended.track.isWhole, ended.track.history.bars.at(-1)?.openTime]).toEqual([[], true, 7 * DAY - 5 * MINUTE]);
  expect(ended.track.realised.cells).toHaveLength(1);
  await ended.track.loadAhead(NEVER);
  expect(ended.track.loadedUntilMs).toBeGreaterThan(7 * DAY);
  const begun = await open(7 * DAY + 2 * MINUTE);
  expect(begun.asked.map(({ intervalMs }) => intervalMs)).toEqual([MINUTE]);
  expect(begun.track.history.bars.at(-1)?.close).toBe(priceOf(7 * 1_440 + 2));
});
