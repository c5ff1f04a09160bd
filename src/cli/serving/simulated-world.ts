import { rm } from "node:fs/promises";
import { AppError } from "#core/app-error.ts";
import { DAY_MS, asMs, type Ms } from "#core/units.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import type { Store } from "#storage/store.ts";
import { memoryLimitMb } from "./data-source.ts";

/** Which simulated market a database holds: the same seed and start are the same market, minute by minute, however often it is started again. */
export interface SimulatedWorld {
  readonly seed: string;
  /** Epoch ms of its first minute, a midnight (UTC). */
  readonly start: Ms;
  /** Those that the crowd is spread over: over others it is another crowd. */
  readonly exchanges: readonly string[];
  readonly contracts: readonly string[];
}

export interface WorldWish {
  readonly file: string;
  /** Undefined: that of the stored world, else {@link DEFAULT_SEED}. */
  readonly seed: string | undefined;
  readonly exchanges: readonly string[];
  /** Kinds of contract. */
  readonly contracts: readonly string[];
  readonly days: number;
  readonly now: number;
  /** How many will be followed. */
  readonly markets: number;
}

/** A week as coins often have it: BTC moves 2 to 7 % a day, and 0.1 to 6 % of open interest is forced. See docs/decisions/007-serving.md. */
export const DEFAULT_SEED = "7";
/** Every start lives the whole market through again, so one that has grown older than its history and this is let go. */
const MAX_AGE_MS = 7 * DAY_MS;

/** Opens the simulated database and goes on with its world; with a new one, in a clean database, when it is too old or another seed is asked for. */
export async function openSimulatedStore(wish: WorldWish): Promise<{ store: Store; world: SimulatedWorld }> {
  const store = await openDuckDbStore({ file: wish.file, memoryLimitMb: memoryLimitMb(wish.markets) });
  const world = await worldOf(store, wish.file);
  const sameCrowd = world?.exchanges.join() === wish.exchanges.join() && world.contracts.join() === wish.contracts.join();
  if (world && sameCrowd && (wish.seed ?? world.seed) === world.seed && wish.now - world.start < wish.days * DAY_MS + MAX_AGE_MS) return { store, world };
  if (world) {
    await store.close();
    await Promise.all(["", ".wal"].map((suffix) => rm(wish.file + suffix, { force: true })));
    process.stderr.write("powderkeg: the stored simulated market is too old, of another seed or over other exchanges or contracts: a new one begins\n");
    return openSimulatedStore({ ...wish, seed: wish.seed ?? world.seed });
  }
  const begun = {
    seed: wish.seed ?? DEFAULT_SEED,
    start: asMs(midnightBefore(wish.now) - wish.days * DAY_MS),
    exchanges: wish.exchanges,
    contracts: wish.contracts,
  };
  await stamp(store, begun);
  return { store, world: begun };
}

async function worldOf(store: Store, file: string): Promise<SimulatedWorld | undefined> {
  const source = await store.readMeta("source");
  if (source === undefined && (await store.instruments()).length === 0) return undefined;
  if (source === "simulated") {
    const exchanges = (await store.readMeta("exchanges"))?.split(",") ?? [];
    const contracts = (await store.readMeta("contracts"))?.split(",") ?? [];
    return { seed: (await store.readMeta("seed")) ?? DEFAULT_SEED, start: asMs(Number(await store.readMeta("start"))), exchanges, contracts };
  }
  await store.close();
  throw new AppError("conflict", `${file} holds real data and takes no simulated ones: choose another --data-dir`);
}

async function stamp(store: Store, { seed, start, exchanges, contracts }: SimulatedWorld): Promise<void> {
  await store.writeMeta("exchanges", exchanges.join());
  await store.writeMeta("contracts", contracts.join());
  await store.writeMeta("seed", seed);
  await store.writeMeta("start", String(start));
  await store.writeMeta("source", "simulated");
}

export const midnightBefore = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;
