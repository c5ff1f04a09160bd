import type { MarketEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs, type Ms } from "#core/units.ts";
import type { BackfillKind, Exchange } from "#exchanges/exchange.ts";
import type { StoredEvent, TimeRange } from "#storage/store.ts";
import { isStored } from "./recorder.ts";

export interface HistoryFill {
  readonly exchange: Exchange;
  readonly instrument: Instrument;
  readonly range: TimeRange;
  readonly signal: AbortSignal;
}

/** What the estimate asks of the past, and how finely. */
const WANTED: readonly { kind: BackfillKind; intervalMs: Ms }[] = [
  { kind: "funding", intervalMs: MINUTE_MS },
  { kind: "open-interest", intervalMs: asMs(5 * MINUTE_MS) },
  { kind: "mark-candles", intervalMs: MINUTE_MS },
  { kind: "candles", intervalMs: MINUTE_MS },
];

/** A batch of stored events of the past, with the share of the whole fill that is done after it. */
export interface FilledBatch {
  readonly events: readonly StoredEvent[];
  readonly progress: number;
}

/** Fetches every kind of history that the exchange offers in the range, kind by kind, oldest first. Bars that still form are left out. */
export async function* fillHistory({ exchange, instrument, range, signal }: HistoryFill): AsyncIterable<FilledBatch> {
  const { history } = exchange.declaration;
  const wanted = WANTED.filter(({ kind }) => history[kind] !== undefined);
  for (const [done, { kind, intervalMs }] of wanted.entries()) {
    const from = asMs(Math.max(range.from, range.to - (history[kind]?.depthMs ?? Infinity)));
    for await (const events of exchange.backfill({ instrument, kind, from, to: range.to, intervalMs }, signal)) {
      const share = (timeOf(events.at(-1)) - from) / (range.to - from);
      yield { events: events.filter(isStored), progress: (done + Math.min(1, Math.max(0, share))) / wanted.length };
    }
  }
}

const timeOf = (event: MarketEvent | undefined): number => (event === undefined ? Infinity : "openTime" in event ? event.openTime : event.time);
