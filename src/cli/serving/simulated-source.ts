import { DAY_MS, asMs } from "#core/units.ts";
import { createBinance } from "#exchanges/binance/binance.ts";
import { REST_HOST, WEB_HOST, WS_HOST } from "#exchanges/binance/declaration.ts";
import { startSimulatedBinance } from "#simulator/binance/simulated-binance.ts";
import { databaseFile } from "./database-file.ts";
import { FINE_DEPTH_MS, type OpenSource, type SourceOptions } from "./data-source.ts";
import { midnightBefore, openSimulatedStore } from "./simulated-world.ts";

const SIMULATED_DAYS = 7;

/** Starts the built-in market on loopback and opens its own database. The real adapter reads it over real sockets. */
export async function openSimulatedSource({ dataDir, coins, contracts, days = SIMULATED_DAYS, seed }: SourceOptions, signal: AbortSignal): Promise<OpenSource> {
  const now = Date.now();
  const { store, world } = await openSimulatedStore({ file: databaseFile(dataDir, "simulated"), seed, days, now });
  try {
    const market = await startSimulatedBinance({
      seed: world.seed,
      coins,
      now,
      historyDays: (midnightBefore(now) - world.start) / DAY_MS,
      host: "127.0.0.1",
      port: 0,
      signal,
    });
    return {
      source: "simulated",
      title: `SIMULATED (seed ${world.seed}; truth at ${market.truthUrl})`,
      store,
      exchanges: [createBinance({ [REST_HOST]: market.restUrl, [WS_HOST]: market.wsUrl, [WEB_HOST]: market.restUrl })],
      coins,
      contracts,
      depthMs: asMs(now - world.start),
      fineDepthMs: FINE_DEPTH_MS,
      async close() {
        await market.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
