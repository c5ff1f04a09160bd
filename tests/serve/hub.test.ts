import { afterEach, expect, test } from "vitest";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { startHub } from "#pipeline/hub.ts";
import {
  BTC,
  START,
  type HubScene,
  closeMinute,
  isCandle,
  isFailure,
  isFinalBook,
  isMarket,
  isProvisionalBook,
  isRealised,
  nextUpdate,
  openScene,
  storedColumns,
  turn,
  untilLoaded,
} from "./hub-scene.ts";
import { barOf, instrumentOf } from "./peer-exchange.ts";

const BITCOIN = instrumentOf("BTC");
const MINUTE = START / MINUTE_MS;

let scene: HubScene;
afterEach(() => scene.close());

test("a fresh start fetches history, estimates it and shows how far it is", async () => {
  scene = await openScene({ depthMs: asMs(12 * HOUR_MS) });
  expect(scene.hub.market(BTC)?.backfill.state).not.toBe("done");
  await untilLoaded(scene.hub);
  const market = scene.hub.market(BTC);
  expect(market).toMatchObject({
    ready: true,
    lastTime: START,
    priceIsMark: true,
    markSource: "mark",
    finestLevel: 0,
    backfill: { state: "done", progress: 1 },
  });
  expect(market?.openInterestUsd).toBeGreaterThan(1e9);
  const fine = await storedColumns(scene.store, 0, { from: MINUTE - 200, to: MINUTE });
  expect([Math.min(...fine.keys()), Math.max(...fine.keys())]).toEqual([MINUTE - 180, MINUTE - 1]);
  expect((await storedColumns(scene.store, 1, { from: MINUTE / 5 - 100, to: MINUTE / 5 })).size).toBe(100);
});

test("a closed bar becomes a final column in the store and at the subscribers", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  const heard = nextUpdate(scene.hub, isFinalBook);
  closeMinute(scene, MINUTE);
  const { book } = await heard;
  expect(book.snapshot.time).toBe(START + MINUTE_MS);
  expect(book.column(0)).toMatchObject({ column: MINUTE, provisional: false });
  expect(book.column(1)).toMatchObject({ column: MINUTE / 5, provisional: true });
  expect(await storedColumns(scene.store, 0, { from: MINUTE, to: MINUTE })).toHaveProperty("size", 1);
  expect((await scene.hub.candles(BTC, MINUTE_MS, { from: asMs(START), to: asMs(START + MINUTE_MS) })).map(({ close }) => close)).toEqual([
    barOf(BITCOIN, MINUTE).close,
  ]);
});

test("the forming minute is shown each second to who looks, and never stored", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  scene.hub.attend(BTC);
  const heard = nextUpdate(scene.hub, isProvisionalBook);
  scene.peer.emit([{ ...barOf(BITCOIN, MINUTE), closed: false }]);
  scene.clock.advance(20_000);
  const { book } = await heard;
  expect(book.column(0)).toMatchObject({ column: MINUTE, provisional: true });
  expect(scene.hub.book(BTC)?.provisional).toBe(true);
  expect((await storedColumns(scene.store, 0, { from: MINUTE, to: MINUTE })).size).toBe(0);
  expect(await scene.store.lastColumn(BTC, { layer: "modelled", level: 0 })).toBe(MINUTE - 1);
});

test("where nobody looks, the forming book is made when it is asked for, at most once a second, and its time is known before", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  const updates: string[] = [];
  scene.hub.subscribe(({ kind }) => updates.push(kind));
  const shown = nextUpdate(scene.hub, isCandle);
  scene.peer.emit([{ ...barOf(BITCOIN, MINUTE), closed: false }]);
  scene.clock.advance(20_000);
  await shown;
  await turn();
  expect(updates).not.toContain("book");
  expect(scene.hub.bookTime(BTC)).toBe(START + 20_000);
  const asked = scene.hub.book(BTC);
  expect([asked?.provisional, asked?.snapshot.time]).toEqual([true, START + 20_000]);
  expect(asked?.column(0)).toMatchObject({ column: MINUTE, provisional: true });
  scene.clock.advance(999);
  expect(scene.hub.book(BTC)).toBe(asked);
  scene.clock.advance(1);
  expect(scene.hub.book(BTC)?.snapshot.time).toBe(START + 21_000);
});

test("a print is published when it is stored, with the whole sum of its cell on any level, also after a restart", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  scene.hub.attend(BTC);
  const print = async (second: number, size: number) => {
    const heard = nextUpdate(scene.hub, isRealised);
    scene.peer.emit([{ kind: "liquidation", instrument: BTC, time: asMs(START + second * 1_000), positionSide: "long", price: 60_000, size }]);
    scene.clock.advance(1_000);
    return (await heard).news;
  };
  const cell = { cell: cellOfRow(HEAT_LEVELS[1], rowOf(60_000)), shortUsd: 0 };
  expect(scene.hub.market(BTC)?.firstPrintTime).toBeNull();
  await print(0, 1);
  expect(await (await print(30, 2)).cells(1)).toEqual([{ ...cell, column: MINUTE / 5, longUsd: 180_000, prints: 2 }]);
  await scene.restart();
  await untilLoaded(scene.hub);
  scene.hub.attend(BTC);
  const news = await print(80, 4);
  expect(scene.hub.market(BTC)?.firstPrintTime).toBe(START);
  expect(await news.cells(1)).toEqual([{ ...cell, column: MINUTE / 5, longUsd: 420_000, prints: 3 }]);
  expect(await news.cells(0)).toMatchObject([{ column: MINUTE + 1, longUsd: 240_000, prints: 1 }]);
  const range = { from: asMs(START), to: asMs(START + HOUR_MS) };
  expect(await scene.hub.realised(BTC, { columnMs: HEAT_LEVELS[1].columnMs, rowsPerCell: 5 }, range)).toEqual(await news.cells(1));
});

test("prints that nobody looks at are published to who comes before they are sure to be stored, and to nobody after", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  const print = (size: number) =>
    scene.peer.emit([{ kind: "liquidation", instrument: BTC, time: asMs(scene.clock.now() - 1), positionSide: "long", price: 60_000, size }]);
  const updates: string[] = [];
  scene.hub.subscribe(({ kind }) => updates.push(kind));
  print(1);
  for (let second = 0; second < 6; second++) {
    scene.clock.advance(1_000);
    await turn();
  }
  expect(updates).not.toContain("realised");
  print(2);
  scene.clock.advance(1_000);
  await turn();
  const heard = nextUpdate(scene.hub, isRealised);
  const end = scene.hub.attend(BTC);
  scene.clock.advance(1_000);
  expect(await (await heard).news.cells(1)).toMatchObject([{ longUsd: 120_000, prints: 1 }]);
  end();
});

test("a silent feed is replaced by asking", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  const heard = nextUpdate(scene.hub, isFinalBook);
  scene.clock.advance(2 * MINUTE_MS + 20_000);
  expect((await heard).book.snapshot.time).toBeGreaterThanOrEqual(START + MINUTE_MS);
});

test("an exchange that refuses history is quoted, and asked again later", async () => {
  scene = await openScene({}, { refusal: "Binance asks for a pause" });
  const { market } = await nextUpdate(scene.hub, isFailure);
  expect(market.backfill.problem).toBe("Binance asks for a pause");
  scene.peer.refusal = undefined;
  await turn();
  scene.clock.advance(5_000);
  await untilLoaded(scene.hub);
  expect(scene.hub.market(BTC)?.ready).toBe(true);
  expect(scene.problems).toEqual([`${BTC}: Binance asks for a pause`]);
});

test("while the exchange is silent the store is shown and the reason given, and it goes live when the exchange answers", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  scene.clock.advance(HOUR_MS);
  scene.peer.silence = "Binance cannot be reached";
  scene.peer.refusal = scene.peer.silence;
  await scene.restart();
  await nextUpdate(scene.hub, isFailure);
  expect(scene.hub.market(BTC)).toMatchObject({ ready: true, lastTime: START, backfill: { problem: "Binance cannot be reached" } });
  expect(scene.hub.book(BTC)?.snapshot.time).toBe(START);
  expect(scene.hub.status().feeds).toMatchObject([{ exchange: "binance", stream: "instruments", state: "connecting", problem: "Binance cannot be reached" }]);
  scene.peer.silence = undefined;
  scene.peer.refusal = undefined;
  await turn();
  scene.clock.advance(5_000);
  await untilLoaded(scene.hub);
  expect(scene.hub.market(BTC)?.lastTime).toBe(START + HOUR_MS);
  const heard = nextUpdate(scene.hub, isFinalBook);
  closeMinute(scene, MINUTE + 60);
  expect((await heard).book.snapshot.time).toBe(START + 61 * MINUTE_MS);
});

test("stored markets of a source that still lists wait until they are listed: asked for earlier, it would refuse them for good", async () => {
  scene = await openScene({ relistMs: asMs(500) });
  await untilLoaded(scene.hub);
  scene.clock.advance(HOUR_MS);
  scene.peer.silence = "writing its past";
  await scene.restart();
  expect(scene.hub.markets()).toEqual([]);
  scene.peer.silence = undefined;
  const listed = nextUpdate(scene.hub, isMarket);
  scene.clock.advance(5_000);
  await listed;
  await untilLoaded(scene.hub);
  expect(scene.hub.market(BTC)?.lastTime).toBe(START + HOUR_MS);
});

test("an exchange that is silent from the first start has no markets until it answers", async () => {
  scene = await openScene({}, { silence: "Binance cannot be reached" });
  expect(scene.hub.markets()).toEqual([]);
  scene.peer.silence = undefined;
  const listed = nextUpdate(scene.hub, isMarket);
  scene.clock.advance(5_000);
  await listed;
  await untilLoaded(scene.hub);
  expect(scene.hub.market(BTC)?.ready).toBe(true);
});

test("imported candles that live ones cannot follow are refused in words, and stay as they are", async () => {
  scene = await openScene({}, { silence: "not yet" });
  const imported = { ...barOf(BITCOIN, MINUTE - 60), intervalMs: asMs(5 * MINUTE_MS) };
  await scene.store.putInstrument(BITCOIN);
  await scene.store.appendEvents([imported]);
  scene.peer.silence = undefined;
  const refused = nextUpdate(scene.hub, isFailure);
  scene.clock.advance(5_000);
  expect((await refused).market.backfill.problem).toMatch(/5 min candles of binance:BTCUSDT.*--data-dir/);
  await scene.hub.stop();
  expect(await scene.store.extent(BTC, "candle")).toEqual({ from: imported.openTime, to: imported.openTime + 1 });
  expect(await scene.store.extent(BTC, "open-interest")).toBeUndefined();
});

test("an event that contradicts the record is refused, the rest of its batch is kept", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  const time = asMs(START + 1_000);
  scene.peer.emit([{ kind: "open-interest", instrument: BTC, time, openInterest: 1 }]);
  scene.clock.advance(1_000);
  scene.peer.emit([
    { kind: "open-interest", instrument: BTC, time, openInterest: 2 },
    { kind: "open-interest", instrument: BTC, time: asMs(START + 2_000), openInterest: 3 },
  ]);
  await scene.hub.stop();
  expect(scene.hub.status().recorder).toMatchObject({ refused: 1, shed: 0, problem: undefined });
  expect(await scene.store.extent(BTC, "open-interest")).toMatchObject({ to: START + 2_001 });
});

test("an unknown coin refuses the start by name", async () => {
  scene = await openScene();
  const { store, peer, clock } = scene;
  const options = { source: "live", store, exchanges: [peer], clock, depthMs: asMs(HOUR_MS), fineDepthMs: 0, onProblem: () => undefined } as const;
  const start = startHub({ ...options, pinned: new Map(), coins: ["NOPE"], contracts: ["linear-perpetual"], signal: new AbortController().signal });
  await expect(start).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("NOPE") as string });
});
