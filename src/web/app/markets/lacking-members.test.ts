import { expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { lackingMembers } from "./lacking-members.ts";
import { lackSpan } from "./lacking-words.ts";

const minute = (count: number): number => count * MINUTE_MS;
const memberOf = (id: string, lastMinute: number) => ({
  market: `${id}:BTCUSDT`,
  exchangeLabel: id.toUpperCase(),
  symbol: "BTCUSDT",
  basis: 0,
  openInterestUsd: 1,
  ready: true,
  lastTime: minute(lastMinute),
});
const marketOf = (id: string) => ({ id: `${id}:BTCUSDT`, ending: null, backfill: { state: "done", progress: 1 } as const, holes: [] });
const combined = (...members: ReturnType<typeof memberOf>[]) => ({
  members,
  stepMs: MINUTE_MS,
  lastTime: Math.max(...members.map(({ lastTime }) => lastTime)),
});
const MARKETS = ["a", "b", "c"].map(marketOf);

test("who is more than three steps behind is missing since, those within are not", () => {
  expect(lackingMembers(combined(memberOf("a", 100), memberOf("b", 97)), MARKETS)).toEqual([]);
  expect(lackingMembers(combined(memberOf("a", 100), memberOf("b", 96)), MARKETS)).toEqual([{ fromMs: minute(96), toMs: undefined, names: ["B"] }]);
});

test("stretches are cut where somebody else leaves", () => {
  expect(lackingMembers(combined(memberOf("a", 80), memberOf("b", 60), memberOf("c", 100)), MARKETS)).toEqual([
    { fromMs: minute(60), toMs: minute(80), names: ["B"] },
    { fromMs: minute(80), toMs: undefined, names: ["A", "B"] },
  ]);
});

test("a hole that was fetched lacks nothing, one of which a part could not be had does", () => {
  const [a, b] = MARKETS;
  const holes = [
    { from: minute(10), to: minute(20), missingMs: 0 },
    { from: minute(30), to: minute(40), missingMs: minute(4) },
  ];
  expect(lackingMembers(combined(memberOf("a", 100), memberOf("b", 100)), [a, { ...b, holes }])).toEqual([
    { fromMs: minute(30), toMs: minute(40), names: ["B"] },
  ]);
});

test("nothing is missing of who has ended, of who is still read, and of a market by itself", () => {
  const [a, b] = MARKETS;
  const late = combined(memberOf("a", 100), memberOf("b", 10));
  expect(lackingMembers(late, [a, { ...b, ending: { at: minute(10), why: "delisted", isOver: true } }])).toEqual([]);
  expect(lackingMembers(late, [a, { ...b, backfill: { state: "running", progress: 0.5 } }])).toEqual([]);
  expect(lackingMembers({ ...late, members: null }, MARKETS)).toEqual([]);
});

test("what still lasts goes on with the map's last column, what is over does not", () => {
  const lasting = { fromMs: minute(96), toMs: undefined, names: ["B"] };
  expect([minute(100), minute(101)].map((lastMs) => lackSpan(lasting, { lastMs, forms: true }))).toMatchObject([
    { fromMs: minute(96), toMs: minute(100), lasts: true },
    { fromMs: minute(96), toMs: minute(101), lasts: true },
  ]);
  expect(lackSpan({ ...lasting, toMs: minute(98) }, { lastMs: minute(101), forms: true })).toMatchObject({ toMs: minute(98), lasts: false });
});

test("on stored history, where no column forms, it ends with the last there is", () => {
  const lasting = { fromMs: minute(96), toMs: undefined, names: ["B"] };
  const { toMs } = lackSpan(lasting, { lastMs: minute(100), forms: false });
  expect([1, 5].map((minutes) => Math.floor(toMs / minute(minutes)))).toEqual([99, 19]);
});
