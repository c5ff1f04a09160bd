import { expect, test } from "vitest";
import type { PrintMessage } from "#wire/liquidations.ts";
import { forcedSince, samplingNotes, tapeRows } from "./tape-rows.ts";

const print = (time: number, positionSide: "long" | "short", usd: number, market = "a:BTC"): PrintMessage => ({ time, market, positionSide, price: 100, usd });
const A = { id: "a:BTC", exchangeLabel: "A", symbol: "BTCUSDT", tickSize: 0.1 };
const PRINTS = [print(30, "long", 500), print(20, "short", 5_000), print(10, "long", 50_000, "b:BTC")];
const ALL = { sides: ["long", "short"], leastUsd: 0 } as const;

test("sides and size are kept to, and everybody who printed has a name", () => {
  expect(tapeRows(PRINTS, [A], ALL).map(({ exchange, usd }) => [exchange, usd])).toEqual([
    ["A BTCUSDT", 500],
    ["A BTCUSDT", 5_000],
    ["b:BTC", 50_000],
  ]);
  expect(tapeRows(PRINTS, [A], { ...ALL, leastUsd: 5_000 }).map(({ usd }) => usd)).toEqual([5_000, 50_000]);
  expect(tapeRows(PRINTS, [A], { ...ALL, sides: ["short"] })).toHaveLength(1);
});

test("sums look back no further than asked", () => {
  expect(forcedSince(tapeRows(PRINTS, [A], ALL), { now: 35, spanMs: 20 })).toEqual({ long: 500, short: 5_000, prints: 2 });
});

test("a sampled feed is said so, a complete one needs no word", () => {
  const printer = (exchangeLabel: string, sampling: "complete" | "one-per-second") => ({ exchangeLabel, liquidationFeed: { exchanges: [], sampling } });
  expect(samplingNotes([printer("A", "complete")])).toEqual([]);
  const notes = samplingNotes([
    printer("A", "complete"),
    printer("B", "one-per-second"),
    printer("B", "one-per-second"),
    { exchangeLabel: "C", liquidationFeed: null },
  ]);
  expect(notes).toHaveLength(2);
  expect(notes[0]).toMatch(/^B: sampled/);
  expect(notes[1]).toMatch(/^C: .*not known/);
});
