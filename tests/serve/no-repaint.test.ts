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
import { BTC, START, type HubScene, closeMinute, isFinalBook, nextUpdate, openScene, storedColumns, untilLoaded } from "./hub-scene.ts";
import { priceAtMinute } from "./peer-exchange.ts";

const LEVELS = [0, 1, 2, 3] as const;
const DAYS = 2;
const LIVE_MINUTES_A_DAY = 60;

let scene: HubScene;
afterEach(() => scene.close());

/** Final columns near the price of their time that end by `end`, level by level. */
async function columnsUntil(store: Store, end: number): Promise<readonly ReadonlyMap<number, string>[]> {
  const levels: ReadonlyMap<number, string>[] = [];
  for (const level of LEVELS) {
    const { columnMs } = HEAT_LEVELS[level];
    levels.push(await storedColumns(store, level, { from: Math.floor((START - 4 * HOUR_MS) / columnMs), to: Math.floor(end / columnMs) - 1 }));
  }
  return levels;
}

/** What comes besides bars and open interest: a print now and then, some only when their minute is closed, as funding always does. */
function alsoIn(minute: number): readonly MarketEvent[] {
  const time = asMs((minute + (minute % 3 === 0 ? 0 : 1)) * MINUTE_MS - 2_000);
  const print = { kind: "liquidation", instrument: BTC, time, positionSide: minute % 2 ? "long" : "short", price: priceAtMinute(minute), size: 2 } as const;
  return [...(minute % 30 === 0 ? [{ kind: "funding", instrument: BTC, time, rate: 0.0003 } as const] : []), ...(minute % 7 === 0 ? [print] : [])];
}

/** Some live hours, then most of a day in which nobody listens and which a restart fetches. */
async function liveADay(): Promise<void> {
  const first = scene.clock.now() / MINUTE_MS;
  for (let minute = Math.floor(first); minute < first + LIVE_MINUTES_A_DAY; minute++) {
    scene.peer.emit(alsoIn(minute));
    const stepped = nextUpdate(scene.hub, isFinalBook);
    closeMinute(scene, minute);
    await stepped;
  }
  await scene.hub.stop();
  scene.clock.advance(DAY_MS - (scene.clock.now() % DAY_MS) + (START % DAY_MS));
  await scene.restart();
  await untilLoaded(scene.hub);
}

/** The columns that a replay makes in a new store of what the old one has recorded. */
async function replayed(recorded: Store): Promise<readonly ReadonlyMap<number, string>[]> {
  const folder = await mkdtemp(join(tmpdir(), "powderkeg-replay-"));
  const store = await openDuckDbStore({ file: join(folder, "market.duckdb") });
  for (const instrument of await recorded.instruments()) await store.putInstrument(instrument);
  for await (const events of recorded.readEvents(BTC, STORED_KINDS, { from: asMs(0), to: asMs(Number.MAX_SAFE_INTEGER) })) await store.appendEvents(events);
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

test("columns written over days never change, and a replay of the record makes them again bit for bit", { timeout: 300_000 }, async () => {
  scene = await openScene({ depthMs: asMs(2 * DAY_MS), fineDepthMs: Infinity });
  await untilLoaded(scene.hub);
  let before = await columnsUntil(scene.store, scene.clock.now());
  for (let day = 0; day < DAYS; day++) {
    await liveADay();
    const after = await columnsUntil(scene.store, scene.clock.now());
    for (const level of LEVELS) {
      expect(after[level].size).toBe(before[level].size + DAY_MS / HEAT_LEVELS[level].columnMs);
      for (const [column, bytes] of before[level]) expect(after[level].get(column)).toBe(bytes);
    }
    before = after;
  }
  const again = await replayed(scene.store);
  for (const level of LEVELS) expect(differing(again[level], before[level]).slice(0, 9)).toEqual([]);
  expect(scene.problems).toEqual([]);
});

/** Columns that two maps do not have in common. */
const differing = (a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): readonly number[] =>
  [...new Set([...a.keys(), ...b.keys()])].sort((x, y) => x - y).filter((column) => a.get(column) !== b.get(column));
