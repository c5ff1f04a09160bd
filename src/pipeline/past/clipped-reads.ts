import type { CandleEvent, EventOf } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { type RealisedCell, realisedUsd } from "#core/realised.ts";
import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { RealisedGrid, SampleBar, SampledKind, StoredEvent, StoredKind, TimeRange } from "#storage/store.ts";

type Reads = Pick<Hub, "candles" | "samples" | "realised" | "events" | "spreadAt">;

/**
 * A hub's stored data as they were known at an instant. A bar that had not ended by then is made of its parts that had: candles of their stored
 * length, everything else of whole minutes. Nothing that is given bears a later time.
 */
export function clippedReads(hub: Reads, at: Ms): Reads {
  return {
    candles: (id, intervalMs, range) => candlesAt(hub, at, { id, intervalMs, range }),
    samples: (id, by, range) => samplesAt(hub, at, { id, by, range }),
    realised: (id, by, range) => realisedAt(hub, at, { id, by, range }),
    spreadAt: (id, time) => hub.spreadAt(id, asMs(Math.min(time, at))),
    events: (id, kinds, range) => eventsAt(hub, at, { id, kinds, range }),
  };
}

interface Asked {
  readonly id: InstrumentId;
  readonly range: TimeRange;
}

/** The stretch of a range whose bars had ended by `at`, and that of the one that was forming. */
function parted({ from, to }: TimeRange, intervalMs: number, at: number) {
  const cut = Math.floor(at / intervalMs) * intervalMs;
  const isFormingAsked = from <= cut && to > cut && cut < at;
  return {
    cut,
    whole: { from, to: asMs(Math.min(to, cut)) },
    forming: isFormingAsked ? { from: asMs(cut), to: at as Ms } : undefined,
  };
}

const isEmpty = ({ from, to }: TimeRange): boolean => from >= to;

async function candlesAt(hub: Reads, at: Ms, { id, intervalMs, range }: Asked & { intervalMs: Ms }): Promise<readonly EventOf<"candle">[]> {
  const { cut, whole, forming } = parted(range, intervalMs, at);
  const [bars, parts] = await Promise.all([
    isEmpty(whole) ? [] : hub.candles(id, intervalMs, whole),
    forming && intervalMs > MINUTE_MS ? hub.candles(id, MINUTE_MS, forming) : [],
  ]);
  const isKnown = (candle: CandleEvent) => candle.openTime + candle.intervalMs <= at;
  const formed = foldedCandle(parts.filter(isKnown), { openTime: asMs(cut), intervalMs });
  return [...bars.filter(isKnown), ...(formed ? [formed] : [])];
}

/** Candles of one bar as that bar, still forming; undefined when there are none. A volume is known only when it is known of every part. */
export function foldedCandle(parts: readonly CandleEvent[], { openTime, intervalMs }: Pick<CandleEvent, "openTime" | "intervalMs">): CandleEvent | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const sum = (of: (part: CandleEvent) => number | undefined) =>
    parts.reduce<number | undefined>((total, part) => {
      const value = of(part);
      return total === undefined || value === undefined ? undefined : total + value;
    }, 0);
  const { volume: _volume, takerBuyVolume: _takerBuyVolume, ...price } = first;
  const volume = sum((part) => part.volume);
  const takerBuyVolume = sum((part) => part.takerBuyVolume);
  return {
    ...price,
    openTime,
    intervalMs,
    high: Math.max(...parts.map(({ high }) => high)),
    low: Math.min(...parts.map(({ low }) => low)),
    close: parts[parts.length - 1].close,
    closed: false,
    ...(volume !== undefined && { volume }),
    ...(takerBuyVolume !== undefined && { takerBuyVolume }),
  };
}

type SamplesAsked = Asked & { readonly by: { readonly kind: SampledKind; readonly intervalMs: Ms } };

async function samplesAt(hub: Reads, at: Ms, { id, by, range }: SamplesAsked): Promise<readonly SampleBar[]> {
  const { cut, whole, forming } = parted(range, by.intervalMs, at);
  const [bars, parts] = await Promise.all([
    isEmpty(whole) ? [] : hub.samples(id, by, whole),
    forming ? hub.samples(id, { ...by, intervalMs: MINUTE_MS }, wholeMinutes(forming)) : [],
  ]);
  const [first] = parts;
  if (first === undefined) return bars;
  const formed = {
    openTime: asMs(cut),
    open: first.open,
    high: Math.max(...parts.map(({ high }) => high)),
    low: Math.min(...parts.map(({ low }) => low)),
    close: parts[parts.length - 1].close,
  };
  return [...bars, formed];
}

type RealisedAsked = Asked & { readonly by: Omit<RealisedGrid, "contract"> };

async function realisedAt(hub: Reads, at: Ms, { id, by, range }: RealisedAsked): Promise<readonly RealisedCell[]> {
  const { cut, whole, forming } = parted(range, by.columnMs, at);
  const [cells, parts] = await Promise.all([
    isEmpty(whole) ? [] : hub.realised(id, by, whole),
    forming ? hub.realised(id, { ...by, columnMs: MINUTE_MS }, wholeMinutes(forming)) : [],
  ]);
  return [...cells, ...summedCells(parts, cut / by.columnMs)];
}

/** Cells of several columns as those of one. */
function summedCells(cells: readonly RealisedCell[], column: number): readonly RealisedCell[] {
  const sums = new Map<number, RealisedCell>();
  for (const part of cells) {
    const { longUsd, shortUsd, prints } = sums.get(part.cell) ?? { longUsd: 0, shortUsd: 0, prints: 0 };
    sums.set(part.cell, { column, cell: part.cell, longUsd: longUsd + part.longUsd, shortUsd: shortUsd + part.shortUsd, prints: prints + part.prints });
  }
  return [...sums.values()].filter((cell) => realisedUsd(cell) > 0).sort((a, b) => a.cell - b.cell);
}

/** A minute that begins in a range is given whole: the last one that had not ended is left out. */
const wholeMinutes = ({ from, to }: TimeRange): TimeRange => ({ from, to: asMs(Math.floor(to / MINUTE_MS) * MINUTE_MS) });

async function* eventsAt(hub: Reads, at: Ms, { id, kinds, range }: Asked & { kinds: readonly StoredKind[] }): AsyncIterable<readonly StoredEvent[]> {
  const known = { from: range.from, to: asMs(Math.min(range.to, at)) };
  if (isEmpty(known)) return;
  for await (const events of hub.events(id, kinds, known)) yield events.filter((event) => endOf(event) <= at);
}

/** What was heard late is shown at its own time, as in the sums. */
const endOf = (event: StoredEvent): number => ("openTime" in event ? event.openTime + event.intervalMs : event.time);
