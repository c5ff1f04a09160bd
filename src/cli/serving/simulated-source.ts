import { DAY_MS, asMs } from "#core/units.ts";
import { EXCHANGES, createExchanges } from "#exchanges/registry.ts";
import { VENUES } from "#simulator/registry.ts";
import type { WritingProgress } from "#simulator/listings.ts";
import { startSimulatedExchangesInWorker } from "#simulator/start-in-worker.ts";
import { databaseFile } from "./database-file.ts";
import { FINE_DEPTH_MS, type OpenSource, type SourceOptions } from "./data-source.ts";
import { midnightBefore, openSimulatedStore } from "./simulated-world.ts";

const SIMULATED_DAYS = 7;
/** Coins are listed one after the other while their past is written: how often it is looked whether there is another. */
const RELIST_MS = asMs(250);
/** Every exchange that the simulator speaks for, and that can be listened to. */
const SIMULATED_EXCHANGES: readonly string[] = VENUES.map(({ declaration }) => declaration.exchange).filter((id) =>
  EXCHANGES.some(({ declaration }) => declaration.id === id),
);

/**
 * Starts the built-in exchanges on loopback, on a thread of their own, and opens their own database. The real adapters read them over real sockets.
 * `onCrash` hears of the thread's death.
 */
export async function openSimulatedSource(
  { dataDir, coins, contracts, exchanges: ids = SIMULATED_EXCHANGES, days = SIMULATED_DAYS, seed }: SourceOptions,
  signal: AbortSignal,
  onCrash: (error: Error) => void,
): Promise<OpenSource> {
  const now = Date.now();
  let written: WritingProgress | undefined;
  const { store, world } = await openSimulatedStore({
    file: databaseFile(dataDir, "simulated"),
    seed,
    exchanges: ids,
    contracts,
    days,
    now,
    markets: coins.length * ids.length * contracts.length,
  });
  try {
    const simulated = await startSimulatedExchangesInWorker(
      {
        seed: world.seed,
        coins,
        exchanges: ids,
        // What nobody follows needs no traders.
        contracts,
        // Their clock starts with the call: opening the store has taken time.
        now: Date.now(),
        historyDays: (midnightBefore(Date.now()) - world.start) / DAY_MS,
        host: "127.0.0.1",
        port: 0,
        signal,
      },
      { onCrash, onProgress: (said) => (written = said) },
    );
    return {
      source: "simulated",
      title: `SIMULATED (seed ${world.seed}; truth at ${simulated.truthUrl}, faults at ${simulated.controlUrl}/faults)`,
      store,
      exchanges: createExchanges(ids, simulated.hosts),
      coins,
      contracts,
      depthMs: asMs(now - world.start),
      fineDepthMs: FINE_DEPTH_MS,
      relistMs: RELIST_MS,
      // A coin is listed before the writing of the next is told.
      listings: () => (written === undefined ? 0 : written.share >= 1 ? coins.length : coins.indexOf(written.coin)),
      preparing() {
        if (written !== undefined && written.share >= 1) return undefined;
        return { sentence: `Writing the past of the simulated market${written ? `, ${written.coin}` : ""}`, progress: written?.share ?? 0 };
      },
      async close() {
        await simulated.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
