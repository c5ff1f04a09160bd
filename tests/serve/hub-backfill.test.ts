import { afterEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { UnknownQuestion } from "#exchanges/connection/refusal.ts";
import type { BackfillRequest } from "#exchanges/exchange.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { STORED_KINDS } from "#storage/store.ts";
import {
  BTC,
  START,
  type HubScene,
  closeMinute,
  isFinalBook,
  isFinalBookOf,
  isMarket,
  isProvisionalBook,
  nextUpdate,
  openScene,
  storedColumns,
  untilLoaded,
} from "./hub-scene.ts";
import { openInterestAt } from "./peer-exchange.ts";

const SECOND = "second";
const SECOND_BTC = `${SECOND}:BTCUSDT`;
const MINUTE = START / MINUTE_MS;
const DAYS = 4;

let scene: HubScene;
afterEach(() => scene.close());

type MarketUpdate = Extract<HubUpdate, { kind: "market" }>;

const isDeep = ({ from }: BackfillRequest) => from < START - DAY_MS;
const isReady =
  (id: string) =>
  (update: HubUpdate): update is MarketUpdate =>
    isMarket(update) && update.market.id === id && update.market.ready;
const isClosedAt =
  (time: number) =>
  (update: HubUpdate): update is MarketUpdate =>
    isMarket(update) && update.market.lastTime === time;

/** Resolves when the market has a map. */
async function untilReady(id: string): Promise<void> {
  while (!scene.hub.market(id)?.ready) await nextUpdate(scene.hub, isReady(id));
}

/** A promise, and what resolves it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

test("what somebody looks at is filled first, whatever its place", async () => {
  const fetched: string[] = [];
  const { opened, open } = gate();
  const hold = ({ instrument }: BackfillRequest) => {
    if (!fetched.includes(instrument.coin)) fetched.push(instrument.coin);
    return opened;
  };
  const coins = ["BTC", "ETH", "SOL", "XRP", "DOGE"];
  scene = await openScene({ coins }, {}, [{ id: SECOND, coins, hold }]);
  scene.hub.attend(`${SECOND}:DOGEUSDT`);
  // Until each has read what is stored of it, a handful of questions, and stands in line.
  for (let read = 0; read < 100; read++) await scene.store.instruments();
  open();
  while (fetched.length < coins.length) await nextUpdate(scene.hub, isMarket);
  // One was let in before anybody looked: that which was read first.
  expect(fetched.indexOf("DOGE")).toBeLessThanOrEqual(1);
});

const fine = { from: MINUTE - 180, to: MINUTE + 5 };
const states = async () => ({
  final: await storedColumns(scene.store, 0, fine),
  provisional: await storedColumns(scene.store, 0, { ...fine, state: "provisional" }),
});

test("while the deep history loads there is a live map of the last day, provisional; then every column is replaced once and final", async () => {
  const { opened, open } = gate();
  scene = await openScene({ depthMs: asMs(DAYS * DAY_MS) }, { hold: (request) => (isDeep(request) ? opened : undefined) });
  await untilReady(BTC);
  scene.hub.attend(BTC);
  expect(scene.hub.market(BTC)).toMatchObject({ ready: true, provisional: true, backfill: { state: "running" } });
  for (let minute = MINUTE; minute < MINUTE + 3; minute++) {
    const closed = nextUpdate(scene.hub, isClosedAt((minute + 1) * MINUTE_MS));
    const shown = nextUpdate(scene.hub, isProvisionalBook);
    closeMinute(scene, minute);
    await closed;
    expect((await shown).book.column(0)).toMatchObject({ column: minute, provisional: true });
  }
  const before = await states();
  expect([before.final.size, before.provisional.size]).toEqual([0, 183]);
  expect(await scene.store.lastColumn(BTC, { layer: "modelled", level: 0 })).toBeUndefined();
  open();
  await untilLoaded(scene.hub);
  const after = await states();
  expect([after.final.size, after.provisional.size]).toEqual([183, 0]);
  expect(scene.hub.market(BTC)).toMatchObject({ provisional: false, lastTime: START + 3 * MINUTE_MS, backfill: { state: "done", progress: 1 } });
  // Made of four days, not of one.
  expect([...after.final].filter(([column, bytes]) => before.provisional.get(column) === bytes)).toEqual([]);
  const heard = nextUpdate(scene.hub, isFinalBook);
  closeMinute(scene, MINUTE + 3);
  expect((await heard).book.snapshot.time).toBe(START + 4 * MINUTE_MS);
  const later = await states();
  for (const [column, bytes] of after.final) expect(later.final.get(column)).toBe(bytes);
  expect(scene.problems).toEqual([]);
});

test("an exchange gives whole histories one market after the other, and the last day of each before", async () => {
  const { opened, open } = gate();
  scene = await openScene({ coins: ["BTC", "ETH"], depthMs: asMs(DAYS * DAY_MS) }, { hold: (request) => (isDeep(request) ? opened : undefined) });
  await untilReady(BTC);
  await untilReady("binance:ETHUSDT");
  const deep = () => new Set(scene.peer.requests.filter(isDeep).map(({ instrument }) => instrument.coin));
  expect([...deep()]).toHaveLength(1);
  open();
  await untilLoaded(scene.hub);
  expect([...deep()]).toHaveLength(2);
});

test("a start that is interrupted goes on where it was, and asks for next to nothing twice", async () => {
  const { opened } = gate();
  // The third page of every kind never comes.
  const hold = (request: BackfillRequest, page: number) => (isDeep(request) && page === 2 ? opened : undefined);
  scene = await openScene({ depthMs: asMs(DAYS * DAY_MS) }, { hold });
  await untilReady(BTC);
  while ((scene.hub.market(BTC)?.backfill.progress ?? 0) < 0.2) await nextUpdate(scene.hub, isMarket);
  scene.peer.hold = undefined;
  const asked = new Map<string, number>();
  await scene.hub.stop();
  for (const { kind, price, time } of await stored()) {
    const key = `${kind}${price}`;
    if (time < START - DAY_MS) asked.set(key, Math.max(asked.get(key) ?? 0, time));
  }
  scene.peer.requests.length = 0;
  await scene.restart();
  await untilLoaded(scene.hub);
  const again = scene.peer.requests.filter(isDeep);
  for (const { kind, from } of again)
    if (kind === "candles") expect(from).toBe((asked.get("candlelast") ?? 0) + MINUTE_MS);
    else if (kind === "mark-candles") expect(from).toBe((asked.get("candlemark") ?? 0) + MINUTE_MS);
  expect(again.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["candles", "mark-candles"]));
  const bars = await scene.store.candles(BTC, MINUTE_MS, { from: asMs(START - DAYS * DAY_MS), to: asMs(START) });
  expect(bars).toHaveLength((DAYS * DAY_MS) / MINUTE_MS);
});

async function stored(): Promise<readonly { kind: string; price: string; time: number }[]> {
  const found: { kind: string; price: string; time: number }[] = [];
  for await (const events of scene.store.readEvents(BTC, STORED_KINDS, { from: asMs(0), to: asMs(START) }))
    for (const event of events)
      found.push({ kind: event.kind, price: event.kind === "candle" ? event.price : "", time: "openTime" in event ? event.openTime : event.time });
  return found;
}

test("exchanges fetch side by side: one that dawdles keeps nobody waiting", async () => {
  const { opened, open } = gate();
  scene = await openScene({ coins: ["BTC", "ETH"] }, { hold: () => opened }, [{ id: SECOND }]);
  await untilReady(SECOND_BTC);
  await untilReady("second:ETHUSDT");
  expect(scene.hub.market(BTC)?.ready).toBe(false);
  open();
  await untilLoaded(scene.hub);
});

test("an exchange that keeps no open interest has a map from the first sample on, and the state says what it has", async () => {
  scene = await openScene({}, {}, [{ id: SECOND, history: { candles: {}, "mark-candles": {}, funding: {} } }]);
  await untilLoaded(scene.hub);
  expect(scene.hub.market(SECOND_BTC)).toMatchObject({ ready: false, firstTime: null, backfill: { state: "done" } });
  for (let minute = MINUTE; minute < MINUTE + 2; minute++) {
    const heard = nextUpdate(scene.hub, isFinalBookOf(SECOND_BTC));
    closeMinute(scene, minute);
    expect((await heard).book.snapshot.openInterest).toBeCloseTo(openInterestAt((minute + 1) * MINUTE_MS), 6);
  }
  const columns = await storedColumns(scene.store, 0, { from: MINUTE - 60, to: MINUTE + 2, market: SECOND_BTC });
  expect([...columns.keys()]).toEqual([MINUTE, MINUTE + 1]);
  expect(scene.hub.market(SECOND_BTC)).toMatchObject({ ready: true, firstTime: START + MINUTE_MS - 5_000 });
});

test("ratios are kept where the exchange has them, and the map does without them where it refuses", async () => {
  const history = { candles: {}, "mark-candles": {}, "open-interest": {}, funding: {}, ratio: {} };
  const hold = ({ kind }: BackfillRequest) => (kind === "ratio" ? Promise.reject(new Error("not in this country")) : undefined);
  scene = await openScene({}, {}, [
    { id: SECOND, history },
    { id: "third", history, hold },
  ]);
  await untilLoaded(scene.hub);
  expect(await scene.store.extent(SECOND_BTC, "ratio")).toEqual({ from: START - 4 * HOUR_MS, to: START - 5 * MINUTE_MS + 1 });
  expect(scene.hub.market("third:BTCUSDT")).toMatchObject({ ready: true, backfill: { state: "done" } });
  expect(scene.problems).toEqual(["third:BTCUSDT: no history of ratio: not in this country"]);
});

test.each(["open-interest", "mark-candles", "candles", "funding"] as const)(
  "a host that does not know the question for %s is no reason to have no map",
  async (kind) => {
    const unknown = "nothing at /there (HTTP 404)";
    const hold = (request: BackfillRequest) => (request.kind === kind ? Promise.reject(new UnknownQuestion("unavailable", unknown)) : undefined);
    scene = await openScene({}, { hold });
    await untilLoaded(scene.hub);
    expect(scene.problems).toEqual([`${BTC}: no history of ${kind}: ${unknown}`]);
    const heard = nextUpdate(scene.hub, isFinalBookOf(BTC));
    closeMinute(scene, MINUTE);
    expect((await heard).book.snapshot.openInterest).toBeCloseTo(openInterestAt((MINUTE + 1) * MINUTE_MS), 6);
  },
);

test("what comes live while an exchange refuses its history is not estimated before that history", async () => {
  scene = await openScene({}, { refusal: "has a fault of its own" });
  const failed = () => scene.problems.length;
  while (failed() === 0) await nextUpdate(scene.hub, isMarket);
  for (let minute = MINUTE; minute < MINUTE + 3; minute++) {
    const before = failed();
    closeMinute(scene, minute);
    scene.clock.advance(30_000);
    while (failed() === before) await nextUpdate(scene.hub, isMarket);
  }
  expect(scene.hub.market(BTC)).toMatchObject({ ready: true, provisional: true, backfill: { state: "failed", problem: "has a fault of its own" } });
  await scene.restart();
  scene.peer.refusal = undefined;
  scene.clock.advance(MINUTE_MS);
  await untilLoaded(scene.hub);
  const hour = await storedColumns(scene.store, 0, { from: MINUTE - 60, to: MINUTE + 2 });
  expect([...hour.keys()]).toEqual(Array.from({ length: 63 }, (_, i) => MINUTE - 60 + i));
});

test("a hole after downtime is filled and marked, with what nobody has of it", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  expect(scene.hub.market(BTC)?.holes).toEqual([]);
  await scene.hub.stop();
  scene.clock.advance(2 * HOUR_MS);
  scene.peer.lost.add(MINUTE + 30);
  await scene.restart();
  await untilLoaded(scene.hub);
  const hole = { from: START, to: START + 2 * HOUR_MS, missingMs: MINUTE_MS };
  expect(scene.hub.market(BTC)?.holes).toEqual([hole]);
  await scene.restart();
  await untilLoaded(scene.hub);
  expect(scene.hub.market(BTC)?.holes).toEqual([hole]);
});

test("what the feed missed while running is marked too", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  const heard = nextUpdate(scene.hub, isFinalBook);
  closeMinute(scene, MINUTE + 3);
  await heard;
  while (scene.hub.market(BTC)?.holes.length === 0) await nextUpdate(scene.hub, isMarket);
  expect(scene.hub.market(BTC)?.holes).toEqual([{ from: START, to: START + 3 * MINUTE_MS, missingMs: 0 }]);
});
