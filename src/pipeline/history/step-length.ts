import { AppError } from "#core/app-error.ts";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs, type Ms } from "#core/units.ts";
import type { Store } from "#storage/store.ts";
import type { MarketOptions } from "#pipeline/market-options.ts";

/**
 * The interval of the stored bars of traded price, a minute where live ones follow.
 * Throws `conflict` when live bars cannot follow the stored ones, `bad-input` when a replay has nothing to estimate from.
 */
export async function stepMsOf({ store, instrument, exchange }: Pick<MarketOptions, "store" | "instrument" | "exchange">): Promise<Ms> {
  const id = instrumentId(instrument);
  const stored = await storedIntervalMs(store, id);
  if (exchange === undefined && stored === undefined) throw new AppError("bad-input", `${id} has no candles in the store: import its history first`);
  if (exchange !== undefined && stored !== undefined && stored !== MINUTE_MS)
    throw new AppError(
      "conflict",
      `the store holds imported ${stored / MINUTE_MS} min candles of ${id}, which live 1 min candles cannot follow: look at them with --source replay, or choose another --data-dir`,
    );
  return stored ?? MINUTE_MS;
}

async function storedIntervalMs(store: Store, id: InstrumentId): Promise<Ms | undefined> {
  const range = { from: asMs(0), to: asMs(Number.MAX_SAFE_INTEGER) };
  for await (const events of store.readEvents(id, ["candle"], range)) {
    const bar = events.find((event) => event.kind === "candle" && event.price === "last");
    if (bar?.kind === "candle") return bar.intervalMs;
  }
  return undefined;
}
