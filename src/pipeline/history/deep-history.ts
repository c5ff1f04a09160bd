import { instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { BackfillKind, Exchange } from "#exchanges/exchange.ts";
import { countedAfter } from "#pipeline/arrivals.ts";
import type { MarketOptions } from "#pipeline/market-options.ts";
import { appendAgreeing, isStored } from "#pipeline/recorder.ts";
import type { TimeRange } from "#storage/store.ts";
import { openFillLedger } from "./fill-ledger.ts";
import { keepPages } from "./kept-pages.ts";

export interface DeepHistory extends Pick<MarketOptions, "instrument" | "store" | "clock" | "onProblem"> {
  readonly exchange: Exchange;
  readonly signal: AbortSignal;
}

/** What is sampled: its series say something without a map beside them. */
const SAMPLED = ["open-interest", "ratio"] as const satisfies readonly BackfillKind[];

/**
 * Stores the samples that the exchange keeps of the time before the map, as finely as it declares, for series alone: they come too late for every step,
 * so the map, and a replay of it, stay as they are. A restart goes on where it ended. Resolves when all is there or has failed, which is told.
 */
export async function fetchDeepHistory(deep: DeepHistory): Promise<void> {
  const { store, instrument, signal, onProblem } = deep;
  const id = instrumentId(instrument);
  const mapFrom = (await store.extent(id, "candle"))?.from;
  if (mapFrom === undefined) return;
  await Promise.all(
    SAMPLED.map(async (kind) => {
      try {
        await fetchKind(deep, kind, mapFrom);
      } catch (error) {
        if (!signal.aborted) onProblem(id, `no ${kind} of before the map: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
}

async function fetchKind({ store, instrument, clock, exchange, signal }: DeepHistory, kind: (typeof SAMPLED)[number], mapFrom: number): Promise<void> {
  const { depthMs = Infinity, beforeMapMs: intervalMs } = exchange.declaration.history[kind] ?? {};
  if (intervalMs === undefined) return;
  const ledger = await openFillLedger(store, instrumentId(instrument), "deep");
  const range: TimeRange = { from: asMs(Math.max(0, clock.now() - depthMs)), to: asMs(mapFrom) };
  if (range.from >= range.to) return;
  for (const gap of ledger.missing(kind, range)) {
    const pages = keepPages(async (events, until) => {
      await appendAgreeing(store, events);
      await ledger.note(kind, { from: gap.from, to: until });
    });
    try {
      for await (const events of exchange.backfill({ instrument, kind, ...gap, intervalMs }, signal)) {
        const samples = events.filter((event) => event.kind === kind).filter(isStored);
        const until = samples.reduce((end, event) => Math.max(end, "time" in event ? event.time + 1 : 0), gap.from as number);
        await pages.put(
          samples.flatMap((event) => countedAfter(event, clock.now()) ?? []),
          asMs(Math.min(gap.to, until)),
        );
      }
    } finally {
      await pages.done();
    }
    await ledger.note(kind, gap);
  }
}
