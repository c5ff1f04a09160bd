import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { startHub } from "#pipeline/hub.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { STORED_KINDS, type Store } from "#storage/store.ts";
import { BTC, START, type HubScene, closeMinute, isFinalBookOf, nextUpdate, openScene, storedColumns, untilLoaded } from "./hub-scene.ts";
import { openInterestAt, priceAtMinute } from "./peer-exchange.ts";

const LEVELS = [0, 1, 2, 3] as const;
const DAYS = 2;
const LIVE_MINUTES_A_DAY = 60;

const SECOND = "second";
/** The second keeps no open interest: its map begins with the first live sample. */
const MARKETS = [BTC, `${SECOND}:BTCUSDT`] as const;
type MarketId = (typeof MARKETS)[number];

let scene: HubScene;
afterEach(() => scene.close());

/** Final columns of a market near the price of their time that end by `end`, level by level. */
async function columnsOf(store: Store, market: MarketId, end: number): Promise<readonly ReadonlyMap<number, string>[]> {
  const levels: ReadonlyMap<number, string>[] = [];
  for (const level of LEVELS) {
    const { columnMs } = HEAT_LEVELS[level];
    levels.push(await storedColumns(store, level, { market, from: Math.floor((START - 4 * HOUR_MS) / columnMs), to: Math.floor(end / columnMs) - 1 }));
  }
  return levels;
}

type Columns = ReadonlyMap<MarketId, readonly ReadonlyMap<number, string>[]>;

async function columnsUntil(store: Store, end: number): Promise<Columns> {
  const columns = new Map<MarketId, readonly ReadonlyMap<number, string>[]>();
  for (const market of MARKETS) columns.set(market, await columnsOf(store, market, end));
  return columns;
}

/**
 * What comes besides bars: a print now and then, some only when their minute is closed, as funding always does. And open interest that the exchange's
 * list of it does not show: what a restart fetches for the instant at which the last step ended is another sample than the step had.
 */
function alsoIn(instrument: MarketId, minute: number): readonly MarketEvent[] {
  const time = asMs((minute + (minute % 3 === 0 ? 0 : 1)) * MINUTE_MS - 2_000);
  const print = { kind: "liquidation", instrument, time, positionSide: minute % 2 ? "long" : "short", price: priceAtMinute(minute), size: 2 } as const;
  const end = (minute + 1) * MINUTE_MS;
  const sample = { kind: "open-interest", instrument, time: asMs(end - 1_000), openInterest: 1.01 * openInterestAt(end) } as const;
  return [sample, ...(minute % 30 === 0 ? [{ kind: "funding", instrument, time, rate: 0.0003 } as const] : []), ...(minute % 7 === 0 ? [print] : [])];
}

/** Some live hours, then most of a day in which nobody listens and which a restart fetches. */
async function liveADay(): Promise<void> {
  const first = scene.clock.now() / MINUTE_MS;
  for (let minute = Math.floor(first); minute < first + LIVE_MINUTES_A_DAY; minute++) {
    const stepped = MARKETS.map((market, i) => {
      scene.peers[i].emit(alsoIn(market, minute));
      return nextUpdate(scene.hub, isFinalBookOf(market));
    });
    closeMinute(scene, minute);
    await Promise.all(stepped);
  }
  await scene.hub.stop();
  scene.clock.advance(DAY_MS - (scene.clock.now() % DAY_MS) + (START % DAY_MS));
  await scene.restart();
  await untilLoaded(scene.hub);
}

/** The columns that a replay makes in a new store of what the old one has recorded. */
async function replayed(recorded: Store): Promise<Columns> {
  const folder = await mkdtemp(join(tmpdir(), "powderkeg-replay-"));
  const store = await openDuckDbStore({ file: join(folder, "market.duckdb") });
  for (const instrument of await recorded.instruments()) await store.putInstrument(instrument);
  for (const market of MARKETS)
    for await (const events of recorded.readEvents(market, STORED_KINDS, { from: asMs(0), to: asMs(Number.MAX_SAFE_INTEGER) }))
      await store.appendEvents(events);
  const hub = await startHub({
    source: "replay",
    store,
    exchanges: [],
    coins: [],
    contracts: [],
    pinned: new Map(),
    clock: scene.clock,
    depthMs: DAY_MS,
    fineDepthMs: Infinity,
    signal: new AbortController().signal,
    onProblem: (where, problem) => expect.fail(`${where}: ${problem}`),
  });
  await untilLoaded(hub);
  const columns = await columnsUntil(store, scene.clock.now());
  await hub.stop();
  await store.close();
  await rm(folder, { recursive: true });
  return columns;
}

test("columns written over days never change, and a replay of the record makes them again bit for bit", async () => {
  const withoutOpenInterest = { id: SECOND, history: { candles: {}, "mark-candles": {}, funding: {} } };
  scene = await openScene({ depthMs: asMs(2 * DAY_MS), fineDepthMs: Infinity }, {}, [withoutOpenInterest]);
  await untilLoaded(scene.hub);
  let before = await columnsUntil(scene.store, scene.clock.now());
  for (let day = 0; day < DAYS; day++) {
    await liveADay();
    const after = await columnsUntil(scene.store, scene.clock.now());
    for (const level of LEVELS) {
      expect(after.get(BTC)?.[level].size).toBe((before.get(BTC)?.[level].size ?? 0) + DAY_MS / HEAT_LEVELS[level].columnMs);
      for (const market of MARKETS) for (const [column, bytes] of before.get(market)?.[level] ?? []) expect(after.get(market)?.[level].get(column)).toBe(bytes);
    }
    before = after;
  }
  const again = await replayed(scene.store);
  for (const market of MARKETS)
    for (const level of LEVELS) {
      const [made, live] = [again.get(market)?.[level], before.get(market)?.[level]];
      expect(live?.size).toBeGreaterThan(0);
      expect(differing(made ?? new Map(), live ?? new Map()).slice(0, 9)).toEqual([]);
    }
  expect(scene.problems).toEqual([]);
});

/** Columns that two maps do not have in common. */
const differing = (a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): readonly number[] =>
  [...new Set([...a.keys(), ...b.keys()])].sort((x, y) => x - y).filter((column) => a.get(column) !== b.get(column));
