import { afterEach, beforeEach, expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { type Timing, systemTiming } from "#exchanges/connection/clock.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import type { BackfillRequest } from "#exchanges/exchange.ts";
import { ok } from "./history.conformance.ts";
import { BITCOIN, BITCOIN_DATED, BITCOIN_INVERSE } from "./instruments.conformance.ts";
import { type LoopbackOkx, startLoopbackOkx } from "./loopback-okx.conformance.ts";
import { createOkx } from "./okx.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const CANDLES = "/api/v5/market/history-candles";

let peer: LoopbackOkx;
beforeEach(async () => (peer = await startLoopbackOkx({ now: NOW, listedAt: NOW - 70 * DAY_MS })));
afterEach(() => peer.server.stop());

async function collect(request: Partial<BackfillRequest>, timing: Timing = systemTiming): Promise<MarketEvent[]> {
  const events: MarketEvent[] = [];
  const whole = { instrument: BITCOIN, kind: "candles", from: asMs(NOW - 10 * HOUR_MS), to: asMs(NOW), intervalMs: MINUTE_MS, ...request } as const;
  for await (const batch of createOkx(peer.hosts, timing).backfill(whole, patiently())) events.push(...batch);
  return events;
}
const asked = (path: string) => peer.server.requests.filter((request) => request.path === path).map(({ query }) => query);
const timesOf = (events: readonly MarketEvent[]): number[] => events.map((event) => ("openTime" in event ? event.openTime : event.time));

test("candles carry volume in the conserved unit", async () => {
  const bar = { kind: "candle", price: "last", open: 60_000, high: 60_020, low: 59_990, close: 60_010, closed: true };
  const [linear] = await collect({});
  expect(linear).toEqual({ ...bar, instrument: "okx:BTC-USDT-SWAP", openTime: timesOf([linear])[0], intervalMs: MINUTE_MS, volume: 12.5 });
  expect((await collect({ instrument: BITCOIN_INVERSE }))[0]).toMatchObject({ ...bar, volume: 125_000 });
});

test("a host that gives fewer rows than asked for costs questions, not bars", async () => {
  const whole = await collect({});
  const answer = peer.answers.get(CANDLES);
  peer.answer(CANDLES, (request) => {
    request.query.set("limit", "100");
    return answer?.(request);
  });
  const before = asked(CANDLES).length;
  expect(await collect({})).toEqual(whole);
  expect(asked(CANDLES).length - before).toBe(3 * before);
});

test("bars that OKX has none of leave holes and end no window", async () => {
  const answer = peer.answers.get(CANDLES);
  peer.answer(CANDLES, (request) => {
    const { data } = (answer?.(request)?.body ?? { data: [] }) as { data: string[][] };
    return ok(data.filter(([openTime]) => Number(openTime) % (7 * MINUTE_MS) > 0));
  });
  const times = timesOf(await collect({}));
  expect(times.length).toBe(514);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("mark candles know no volume", async () => {
  const [candle] = await collect({ kind: "mark-candles" });
  expect(candle).toMatchObject({ kind: "candle", price: "mark", close: 60_010, closed: true });
  expect(candle).not.toHaveProperty("volume");
});

test.each([
  ["open-interest", { openInterest: 29_065.6684 }],
  ["ratio", { ratio: 1.1739 }],
] as const)(
  "%s is at the wanted period for 1,440 points, hourly before that, for sixty days",
  async (kind, values) => {
    const clock = createHandClock(NOW);
    let events: readonly MarketEvent[] = [];
    void collect({ kind, from: asMs(NOW - 65 * DAY_MS), intervalMs: asMs(5 * MINUTE_MS) }, { clock, random: () => 0 }).then((all) => (events = all));
    // Five questions in two seconds: the clock is moved on, so that the test need not wait.
    await clock.advanceUntil(() => events.length > 0, 50);
    expect(events[0]).toMatchObject({ kind, ...values });
    const times = timesOf(events);
    expect(NOW - times[0]).toBeGreaterThan(60 * DAY_MS - HOUR_MS);
    expect(NOW - times[0]).toBeLessThanOrEqual(60 * DAY_MS);
    const steps = times.slice(1).map((time, i) => time - times[i]);
    const firstFine = steps.findIndex((step) => step < HOUR_MS);
    expect(new Set(steps.slice(0, firstFine))).toEqual(new Set([HOUR_MS]));
    expect(new Set(steps.slice(firstFine + 1))).toEqual(new Set([5 * MINUTE_MS]));
    expect(NOW - times[firstFine + 1]).toBeGreaterThan(5 * DAY_MS - HOUR_MS);
  },
  60_000,
);

test("open interest of an inverse contract is in USD", async () => {
  const [event] = await collect({ kind: "open-interest", instrument: BITCOIN_INVERSE, intervalMs: HOUR_MS });
  expect(event).toMatchObject({ openInterest: 290_656_684 });
});

test("funding is what was settled, not what was announced; a dated future has none", async () => {
  const events = await collect({ kind: "funding", from: asMs(NOW - 30 * DAY_MS) });
  expect(events.length).toBe(90);
  expect(events[0]).toMatchObject({ kind: "funding", rate: -0.0001 });
  const before = peer.server.requests.length;
  expect(await collect({ kind: "funding", instrument: BITCOIN_DATED, from: asMs(NOW - 30 * DAY_MS) })).toEqual([]);
  expect(peer.server.requests.length).toBe(before);
});

test("the end is exclusive", async () => {
  const to = NOW - HOUR_MS - 30_000;
  expect(timesOf(await collect({ to: asMs(to) })).at(-1)).toBe(to - MINUTE_MS);
  expect(timesOf(await collect({ to: asMs(to + 1) })).at(-1)).toBe(to);
});

test("what lies before the listing costs no questions; an instrument that is gone is asked for all the same", async () => {
  await collect({ from: asMs(NOW - 75 * DAY_MS), to: asMs(NOW - 70 * DAY_MS + HOUR_MS) });
  expect(asked(CANDLES).length).toBe(1);
  peer.answer("/api/v5/public/instruments", () => ({ body: { code: "51001", msg: "Instrument ID doesn't exist.", data: [] } }));
  await collect({});
  expect(asked(CANDLES).length).toBe(3);
});

test("an interval that OKX lacks is refused before anything is asked", async () => {
  await expect(collect({ intervalMs: asMs(7 * MINUTE_MS) })).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining("it has 1m, 3m, 5m") as string,
  });
  await expect(collect({ kind: "ratio", intervalMs: MINUTE_MS })).rejects.toMatchObject({ code: "bad-input" });
  await expect(collect({ kind: "liquidations" })).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining("no history of liquidations") as string,
  });
  expect(peer.server.requests).toEqual([]);
});

test.each([
  ["51001", "not-found"],
  ["51000", "not-found"],
  ["51014", "bad-input"],
] as const)("a refusal that comes with HTTP 200 and code %s is %s, in OKX's own words", async (code, expected) => {
  peer.answer(CANDLES, () => ({ body: { code, msg: "Parameter instId error", data: [] } }));
  await expect(collect({})).rejects.toMatchObject({ code: expected, message: expect.stringContaining(`Parameter instId error (${code})`) as string });
  expect(asked(CANDLES).length).toBe(1);
});

test("OKX being busy passes", async () => {
  const answer = peer.answers.get(CANDLES);
  let busy = 1;
  peer.answer(CANDLES, (request) => (busy-- > 0 ? { body: { code: "50013", msg: "Systems are busy. Please try again later.", data: [] } } : answer?.(request)));
  expect((await collect({ from: asMs(NOW - HOUR_MS) })).length).toBe(59);
});

test("a candle that contradicts itself spoils no store", async () => {
  peer.answer(CANDLES, () => ok([[String(NOW - DAY_MS), "60000", "59000", "58000", "58500", "1", "1", "1", "1"]]));
  await expect(collect({})).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("data.0: contradicts itself") as string });
});
