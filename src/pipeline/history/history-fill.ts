import { type MarketEvent, knownAt } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs, type Ms } from "#core/units.ts";
import { UnknownQuestion } from "#exchanges/connection/refusal.ts";
import type { BackfillKind, Exchange } from "#exchanges/exchange.ts";
import type { Store, StoredEvent, TimeRange } from "#storage/store.ts";
import { countedAfter } from "#pipeline/arrivals.ts";
import type { FillLedger } from "./fill-ledger.ts";
import { keepPages } from "./kept-pages.ts";
import { appendAgreeing, isStored } from "#pipeline/recorder.ts";
import { spanOf } from "./time-ranges.ts";

interface WantedKind {
  readonly kind: BackfillKind;
  readonly intervalMs: Ms;
  /** The map can do without it. */
  readonly isExtra?: true;
}

/** What is asked of the past, and how finely. */
const WANTED: readonly WantedKind[] = [
  { kind: "funding", intervalMs: MINUTE_MS },
  { kind: "open-interest", intervalMs: asMs(5 * MINUTE_MS) },
  { kind: "mark-candles", intervalMs: MINUTE_MS },
  { kind: "candles", intervalMs: MINUTE_MS },
  { kind: "ratio", intervalMs: asMs(5 * MINUTE_MS), isExtra: true },
  { kind: "liquidations", intervalMs: MINUTE_MS, isExtra: true },
];

/** What is younger than this may still be missing from an exchange's lists. */
const SETTLED_MS = 5 * MINUTE_MS;

export interface HistoryFill {
  readonly exchange: Exchange;
  readonly instrument: Instrument;
  readonly store: Store;
  readonly ledger: FillLedger;
  /** Ends now. */
  readonly range: TimeRange;
  /** Final columns stand until then: what is fetched of that time comes too late for them. -Infinity: there are none. */
  readonly madeUntil: number;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
  /** A kind that the map can do without could not be fetched. */
  readonly onProblem: (problem: string) => void;
}

/**
 * Stores every kind of history that the exchange keeps of the range and the store lacks, all kinds at once, each oldest first.
 * A kind that the host does not know is done without, as far as this start goes. Rejects with the first failure when all have ended.
 */
export async function fillHistory(fill: HistoryFill): Promise<void> {
  const failing = new AbortController();
  const signal = AbortSignal.any([fill.signal, failing.signal]);
  await Promise.allSettled(
    wantedOf(fill).map(async (wanted) => {
      try {
        await fillKind({ ...fill, signal }, wanted);
      } catch (error) {
        if (signal.aborted) return;
        if (wanted.isExtra || error instanceof UnknownQuestion)
          fill.onProblem(`no history of ${wanted.kind}: ${error instanceof Error ? error.message : String(error)}`);
        else failing.abort(error);
      }
    }),
  );
  signal.throwIfAborted();
}

/** End of the part of a range that is in the store from its begin on, whatever the kind. */
export function filledUntil(fill: Pick<HistoryFill, "exchange" | "ledger" | "range">): Ms {
  const ends = wantedOf(fill)
    .filter(({ isExtra }) => !isExtra)
    .map((wanted) => fill.ledger.missing(wanted.kind, rangeOf(fill, wanted))[0]?.from ?? fill.range.to);
  return asMs(Math.min(fill.range.to, ...ends));
}

async function fillKind(fill: HistoryFill, wanted: WantedKind): Promise<void> {
  const { exchange, instrument, store, ledger, range, madeUntil, signal, onProgress } = fill;
  const { kind, intervalMs } = wanted;
  for (const gap of ledger.missing(kind, rangeOf(fill, wanted))) {
    let end: number = gap.from;
    const pages = keepPages(async (events, until) => {
      await appendAgreeing(store, events);
      await ledger.note(kind, { from: gap.from, to: until });
      onProgress(shareFilled(fill));
    });
    try {
      for await (const events of exchange.backfill({ instrument, kind, ...gap, intervalMs }, signal)) {
        end = Math.min(gap.to, endOf(events));
        const counted = events.filter(isStored).flatMap((event) => countedAfter(event, madeUntil) ?? []);
        await pages.put(counted, asMs(end));
      }
    } finally {
      await pages.done();
    }
    await ledger.note(kind, { from: gap.from, to: asMs(Math.max(end, Math.min(gap.to, range.to - SETTLED_MS))) });
    onProgress(shareFilled(fill));
  }
}

function shareFilled(fill: HistoryFill): number {
  let wantedMs = 0;
  let missingMs = 0;
  for (const wanted of wantedOf(fill)) {
    const range = rangeOf(fill, wanted);
    wantedMs += spanOf([range]);
    missingMs += spanOf(fill.ledger.missing(wanted.kind, range));
  }
  return wantedMs > 0 ? 1 - missingMs / wantedMs : 1;
}

const wantedOf = ({ exchange }: Pick<HistoryFill, "exchange">): readonly WantedKind[] =>
  WANTED.filter(({ kind }) => exchange.declaration.history[kind] !== undefined);

/** What the exchange keeps of the range. */
function rangeOf({ exchange, range }: Pick<HistoryFill, "exchange" | "range">, { kind }: WantedKind): TimeRange {
  const depthMs = exchange.declaration.history[kind]?.depthMs ?? Infinity;
  return { from: asMs(Math.min(range.to, Math.max(range.from, range.to - depthMs))), to: range.to };
}

/** First instant after events that are listed oldest first. */
const endOf = (events: readonly MarketEvent[]): number =>
  events.reduce((end, event) => Math.max(end, "openTime" in event ? knownAt(event) : event.time + 1), 0);

/** Fetches what the steps of a short range need, or one kind of it, oldest first. Liquidations are not asked for again: who heard some cannot tell which. */
export async function* fetchSteps(
  { exchange, instrument, range, only }: Pick<HistoryFill, "exchange" | "instrument" | "range"> & { readonly only?: BackfillKind | undefined },
  signal: AbortSignal,
): AsyncIterable<readonly StoredEvent[]> {
  for (const { kind, intervalMs } of wantedOf({ exchange }).filter(({ kind, isExtra }) => (only === undefined ? !isExtra : kind === only)))
    for await (const events of exchange.backfill({ instrument, kind, ...range, intervalMs }, signal)) yield events.filter(isStored);
}
