import { afterEach, beforeEach, expect, test } from "vitest";
import type { CandleEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import { hubAt } from "#pipeline/past/hub-at.ts";
import { replayRecord } from "#pipeline/replay/replay-record.ts";
import { BTC, START, type HubScene, closeMinute, isFinalBook, isMarketOf, nextUpdate, openScene, storedColumns, turn, untilLoaded } from "./hub-scene.ts";
import { barOf, instrumentOf } from "./peer-exchange.ts";

const BITCOIN = instrumentOf("BTC");
const MINUTE = START / MINUTE_MS;

let scene: HubScene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

async function storedBars(price: CandleEvent["price"]): Promise<readonly number[]> {
  const minutes: number[] = [];
  for await (const events of scene.store.readEvents(BTC, ["candle"], { from: asMs(START), to: asMs(START + 60 * MINUTE_MS) }))
    for (const event of events) if (event.kind === "candle" && event.price === price) minutes.push(event.openTime / MINUTE_MS);
  return minutes;
}

const gaps = () => scene.hub.status().feeds.find(({ stream }) => stream === "estimate")?.gaps;

test("bars that the feed missed are fetched before the next step, and kept", async () => {
  await untilLoaded(scene.hub);
  const heard = nextUpdate(scene.hub, isFinalBook);
  closeMinute(scene, MINUTE + 3);
  expect((await heard).book.snapshot.time).toBe(START + 4 * MINUTE_MS);
  const minutes = [MINUTE, MINUTE + 1, MINUTE + 2, MINUTE + 3];
  expect([...(await storedColumns(scene.store, 0, { from: MINUTE, to: MINUTE + 3 })).keys()]).toEqual(minutes);
  expect(await storedBars("last")).toEqual(minutes);
  expect(gaps()).toBe(0);
});

test("a bar that nobody has is asked for again, then counted as a gap, and its column stays absent", async () => {
  await untilLoaded(scene.hub);
  scene.peer.lost.add(MINUTE);
  const heard = nextUpdate(scene.hub, isFinalBook);
  closeMinute(scene, MINUTE + 1);
  const asked = () => scene.peer.requests.filter(({ kind, from }) => kind === "candles" && from === START).length;
  for (let waits = 0; gaps() === 0 && waits < 50; waits++) {
    scene.clock.advance(10_000);
    await turn();
  }
  expect((await heard).book.snapshot.time).toBeGreaterThanOrEqual(START + 2 * MINUTE_MS);
  expect([asked(), gaps()]).toEqual([6, 1]);
  expect([...(await storedColumns(scene.store, 0, { from: MINUTE, to: MINUTE + 1 })).keys()]).toEqual([MINUTE + 1]);
});

test("a mark bar that the feed missed is fetched", async () => {
  await untilLoaded(scene.hub);
  const heard = nextUpdate(scene.hub, isFinalBook);
  scene.clock.advance(MINUTE_MS);
  scene.peer.emit([barOf(BITCOIN, MINUTE)]);
  scene.clock.advance(3_000);
  await heard;
  expect(await storedBars("mark")).toEqual([MINUTE]);
});

test("a mark bar that the exchange refuses at first is waited for, one that it never gives is not", async () => {
  await untilLoaded(scene.hub);
  scene.peer.refusal = "busy";
  const asked = scene.peer.requests.length;
  const first = nextUpdate(scene.hub, isFinalBook);
  scene.clock.advance(MINUTE_MS);
  scene.peer.emit([barOf(BITCOIN, MINUTE)]);
  scene.clock.advance(3_000);
  for (let waits = 0; scene.peer.requests.length === asked && waits < 50; waits++) await turn();
  scene.peer.refusal = undefined;
  for (let second = 0; second < 5; second++) {
    scene.clock.advance(1_000);
    await turn();
  }
  await first;
  expect(await storedBars("mark")).toEqual([MINUTE]);

  scene.peer.refusal = "busy";
  const second = nextUpdate(scene.hub, isFinalBook);
  scene.clock.advance(MINUTE_MS - 8_000);
  scene.peer.emit([barOf(BITCOIN, MINUTE + 1)]);
  for (let waited = 0; waited < 20; waited++) {
    scene.clock.advance(1_000);
    await turn();
  }
  expect((await second).book.snapshot.time).toBe(START + 2 * MINUTE_MS);
  expect(await storedBars("mark")).toEqual([MINUTE]);
});

const markBars = () => scene.hub.status().feeds.find(({ stream }) => stream === "mark-bars");

/** The exchange refuses while a minute ends, and for as long as the step waits for its mark bar. */
async function goWithoutMark(minute: number): Promise<void> {
  scene.peer.refusal = "busy";
  const heard = nextUpdate(scene.hub, isFinalBook);
  scene.clock.advance((minute + 1) * MINUTE_MS - scene.clock.now());
  scene.peer.emit([barOf(BITCOIN, minute)]);
  for (let waited = 0; waited < 20; waited++) {
    scene.clock.advance(1_000);
    await turn();
  }
  await heard;
}

/** Half a minute at a time, until the exchange has been asked for mark bars again and what it said is stored. */
async function untilAskedForMarks(): Promise<void> {
  const asked = () => scene.peer.requests.filter(({ kind }) => kind === "mark-candles").length;
  const before = asked();
  for (let waited = 0; asked() === before && waited < 20; waited++) {
    scene.clock.advance(30_000);
    await turn();
  }
  await scene.hub.stop();
}

test("mark bars that a step went without are counted, and fetched for the record when the exchange answers again", async () => {
  await untilLoaded(scene.hub);
  await goWithoutMark(MINUTE);
  expect(markBars()).toMatchObject({ gaps: 1, problem: expect.stringMatching(/traded price stood in.*1 min of it are asked for/) });
  expect(await storedBars("mark")).toEqual([]);
  scene.peer.refusal = undefined;
  await untilAskedForMarks();
  expect(await storedBars("mark")).toEqual([MINUTE]);
  // The step stays as it was made.
  expect(await replayRecord(scene.store, { instrument: BITCOIN, pinned: undefined, signal: new AbortController().signal })).toMatchObject({
    differing: 0,
    notMade: 0,
  });
});

test("mark bars that are still missing at a restart are asked for after it", async () => {
  await untilLoaded(scene.hub);
  await goWithoutMark(MINUTE);
  await scene.restart();
  scene.peer.refusal = undefined;
  scene.clock.advance(60_000);
  await untilLoaded(scene.hub);
  expect(markBars()?.problem).toMatch(/1 min of it are asked for/);
  await untilAskedForMarks();
  expect(await storedBars("mark")).toContain(MINUTE);
});

test("a long silence of open interest is filled with the samples that the exchange keeps", async () => {
  await untilLoaded(scene.hub);
  const sampled = (minutes: number) =>
    scene.peer.emit([{ kind: "open-interest", instrument: BTC, time: asMs(START + minutes * MINUTE_MS + 1), openInterest: 80_000 }]);
  sampled(0);
  scene.clock.advance(12 * MINUTE_MS);
  sampled(12);
  const asked = () => scene.peer.requests.filter(({ kind, from }) => kind === "open-interest" && from >= START).length;
  const before = asked();
  for (let waited = 0; asked() === before && waited < 20; waited++) {
    scene.clock.advance(30_000);
    await turn();
  }
  await scene.hub.stop();
  const minutes = (
    await scene.store.samples(BTC, { kind: "open-interest", intervalMs: MINUTE_MS }, { from: asMs(START), to: asMs(START + 13 * MINUTE_MS) })
  ).map(({ openTime }) => (openTime - START) / MINUTE_MS);
  expect(minutes).toEqual([0, 5, 10, 12]);
});

test("a short silence of open interest is a hole that is kept, and shown of any time after it", async () => {
  await untilLoaded(scene.hub);
  const sampled = (seconds: number) => scene.peer.emit([{ kind: "open-interest", instrument: BTC, time: asMs(START + seconds * 1_000), openInterest: 80_000 }]);
  const holesOf = (hub: Pick<Hub, "market">) => hub.market(BTC)?.openInterestHoles.map(({ from, to }) => [from - START, to - START]);
  sampled(10);
  scene.clock.advance(50_000);
  sampled(60);
  expect(holesOf(scene.hub)).toEqual([]);
  scene.clock.advance(130_000);
  sampled(190);
  expect(holesOf(scene.hub)).toEqual([[60_001, 190_000]]);
  const then = (seconds: number) => holesOf(hubAt(scene.hub, asMs(START + seconds * 1_000)));
  expect([then(30), then(120), then(300)]).toEqual([[], [[60_001, 120_000]], [[60_001, 190_000]]]);
  await scene.hub.stop();
  expect(await scene.store.readMeta(`open-interest-holes:${BTC}`)).toBe(JSON.stringify([[START + 60_001, START + 190_000, 129_999]]));
});

const sampledAfter = (seconds: number) =>
  scene.peer.emit([{ kind: "open-interest", instrument: BTC, time: asMs(START + seconds * 1_000), openInterest: 80_000 }]);
const unsampled = () => scene.hub.market(BTC)?.openInterestHoles.map(({ from, to, missingMs }) => [from - START, to - START, missingMs]);

test("a silence of open interest is shown while it lasts, and one that a restart ends counts from the last sample before", async () => {
  await untilLoaded(scene.hub);
  sampledAfter(10);
  scene.clock.advance(2 * MINUTE_MS);
  expect(unsampled()).toEqual([[10_001, 120_000, 109_999]]);
  await scene.hub.stop();
  scene.clock.advance(70_000);
  await scene.restart();
  await untilLoaded(scene.hub);
  expect(unsampled()).toEqual([[10_001, 190_000, 179_999]]);
  sampledAfter(190);
  scene.clock.advance(30_000);
  expect(unsampled()).toEqual([[10_001, 190_000, 179_999]]);
  await scene.restart();
  expect(unsampled()).toEqual([[10_001, 190_000, 179_999]]);
});

test("of a silence that ended with a kill what the exchange keeps is fetched, as far as it was estimated too, and said to be", async () => {
  await untilLoaded(scene.hub);
  sampledAfter(10);
  // Bars go on without open interest.
  for (let minute = MINUTE; minute < MINUTE + 11; minute++) {
    const heard = nextUpdate(scene.hub, isFinalBook);
    scene.clock.advance((minute + 1) * MINUTE_MS - scene.clock.now());
    scene.peer.emit([barOf(BITCOIN, minute, "mark"), barOf(BITCOIN, minute)]);
    scene.clock.advance(3_000);
    await heard;
  }
  await scene.restart();
  await untilLoaded(scene.hub);
  sampledAfter(12 * 60);
  scene.clock.advance(2 * MINUTE_MS);
  for (let waited = 0; waited < 10; waited++) {
    scene.clock.advance(30_000);
    await turn();
  }
  while (unsampled()?.[0]?.[2] !== 5 * MINUTE_MS - 10_001) await nextUpdate(scene.hub, isMarketOf(BTC));
  expect(unsampled()?.[0]).toEqual([10_001, 12 * MINUTE_MS, 5 * MINUTE_MS - 10_001]);
});

test("what the feed says while history loads is used once and kept", async () => {
  scene.peer.emit([barOf(BITCOIN, MINUTE - 1), { kind: "liquidation", instrument: BTC, time: asMs(START - 10), positionSide: "long", price: 60_000, size: 1 }]);
  await untilLoaded(scene.hub);
  const heard = nextUpdate(scene.hub, isFinalBook);
  scene.peer.emit([{ kind: "liquidation", instrument: BTC, time: asMs(START + 10), positionSide: "long", price: 60_000, size: 2 }]);
  closeMinute(scene, MINUTE);
  expect((await heard).book.snapshot.time).toBe(START + MINUTE_MS);
  expect(scene.problems).toEqual([]);
  expect(await scene.store.extent(BTC, "liquidation")).toEqual({ from: START - 10, to: START + 11 });
});
