import type { EventOf, MarketEvent } from "#core/events.ts";
import type { HeatColumn } from "#core/heat-column.ts";
import type { HeatSeries, TilePlace } from "#core/heat-tile.ts";
import type { ContractKind, Instrument, InstrumentId } from "#core/instrument.ts";
import type { StockLayer } from "#core/layer.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { Ms } from "#core/units.ts";

/** Kinds of event that are kept for the full retention: the inputs of the estimate's steps, so that a replay is bit-identical. */
export const STORED_KINDS = [
  "candle",
  "funding",
  "open-interest",
  "liquidation",
  "liquidation-sum",
  "ratio",
  "brackets",
  "leverage",
] as const satisfies readonly MarketEvent["kind"][];
export type StoredKind = (typeof STORED_KINDS)[number];
export type StoredEvent = EventOf<StoredKind>;

export interface TimeRange {
  /** First instant, inclusive. */
  readonly from: Ms;
  /** End, exclusive. */
  readonly to: Ms;
}

export interface AppendReport {
  readonly added: number;
  /** Identical rows that were there already. */
  readonly duplicates: number;
}

/** A gzip-compressed tile payload (heat-tile.ts), as served. */
export interface StoredTile {
  readonly gzip: Uint8Array;
  /** True when every column of the tile is past and final: it will never change. */
  readonly sealed: boolean;
}

/** The last traded price of a bar. */
export type Close = Pick<EventOf<"candle">, "openTime" | "close">;

/** Cells that realised liquidations are summed to. */
export interface RealisedGrid {
  readonly columnMs: Ms;
  readonly rowsPerCell: number;
  /** What a size is worth in USD depends on it. */
  readonly contract: ContractKind;
}

/** Quantities that are sampled over time. */
export type SampledKind = "open-interest" | "funding" | "ratio";

export interface SampleBar {
  readonly openTime: Ms;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export interface Checkpoint {
  readonly model: string;
  /** End of the last step in the state. */
  readonly time: Ms;
  readonly state: Uint8Array;
}

/** What the modelled map of an instrument might be wrong by at an instant, in bytes that the store does not look into. */
export interface StoredSpread {
  readonly time: Ms;
  readonly bytes: Uint8Array;
}

/**
 * What every store promises. A promise that has resolved is durable: kill -9 after it loses nothing.
 * Appends are idempotent; a value that contradicts a stored one at the same key is refused with `conflict` and leaves the store as it was,
 * except a provisional column, which its final version replaces.
 */
export interface Store {
  /** Free facts about the store itself: `source` (live, simulated, replay), `seed`, ... */
  readMeta(key: string): Promise<string | undefined>;
  writeMeta(key: string, value: string): Promise<void>;

  putInstrument(instrument: Instrument): Promise<void>;
  instruments(): Promise<readonly Instrument[]>;

  /** One transaction. Events of several instruments and kinds may be mixed. Forming candles (`closed: false`) are refused. */
  appendEvents(events: readonly StoredEvent[]): Promise<AppendReport>;
  /**
   * Events of the given kinds whose own time (openTime of bars) lies in the range, in the order in which they became known, in batches.
   * Of events known at the same instant candles come last, the mark before the traded one; a kind keeps its order of arrival.
   */
  readEvents(instrument: InstrumentId, kinds: readonly StoredKind[], range: TimeRange): AsyncIterable<readonly StoredEvent[]>;
  /** The smallest range that holds every event of a kind (`to` is 1 ms after the last one's own time), or undefined when there is none. */
  extent(instrument: InstrumentId, kind: StoredKind): Promise<TimeRange | undefined>;
  /**
   * Candles of traded price summed to `intervalMs` (a multiple of the stored interval; stored ones are returned as they are when coarser),
   * oldest first. Volume is summed, absent when it is absent in any part. A bar belongs to the range that holds its openTime;
   * `closed` is false while stored candles do not reach its end.
   */
  candles(instrument: InstrumentId, intervalMs: Ms, range: TimeRange): Promise<readonly EventOf<"candle">[]>;
  /** Their closes alone, of the same bars. */
  closes(instrument: InstrumentId, intervalMs: Ms, range: TimeRange): Promise<readonly Close[]>;

  /**
   * Samples of a quantity per bar, oldest first: the first, highest, lowest and last in it, in the unit in which they are stored. Bars without a
   * sample are left out. A bar belongs to the range that holds its openTime.
   */
  samples(instrument: InstrumentId, by: { readonly kind: SampledKind; readonly intervalMs: Ms }, range: TimeRange): Promise<readonly SampleBar[]>;

  /**
   * Printed liquidations summed by column and price cell, oldest first, lowest cell first: a flow, which no stock is ever added to.
   * Columns that begin in the range are whole. Liquidations that their source has summed already have no price and are not in it.
   */
  realised(instrument: InstrumentId, by: RealisedGrid, range: TimeRange): Promise<readonly RealisedCell[]>;

  /**
   * One transaction. Columns of one layer and level, ascending; coarser levels are made by the caller (columnOfSnapshot), the store never sums.
   * A tile is sealed when none of its columns is provisional and its last column, or a final one after it, is there:
   * a column that is missing from it then stays missing, and adding it is refused with `conflict`.
   */
  appendColumns<L extends StockLayer>(instrument: InstrumentId, series: HeatSeries<L>, columns: readonly HeatColumn<NoInfer<L>>[]): Promise<void>;
  /** Index of the last final column of a series. */
  lastColumn(instrument: InstrumentId, series: HeatSeries): Promise<number | undefined>;
  /** The tile, or undefined when no column of its layer and time reaches into it. */
  tile(instrument: InstrumentId, at: TilePlace): Promise<StoredTile | undefined>;
  /** One transaction; a second spread of an instant replaces the first. */
  writeSpreads(instrument: InstrumentId, spreads: readonly StoredSpread[]): Promise<void>;
  /** The newest spread whose time is not after `time`. */
  spreadAt(instrument: InstrumentId, time: Ms): Promise<StoredSpread | undefined>;
  /** Forgets every modelled column, the spreads and the checkpoint of an instrument, before a named recomputation. What was measured stays: nothing can compute it again. */
  dropModelled(instrument: InstrumentId): Promise<void>;

  writeCheckpoint(instrument: InstrumentId, checkpoint: Checkpoint): Promise<void>;
  readCheckpoint(instrument: InstrumentId): Promise<Checkpoint | undefined>;

  /** Files that an import has finished, by key; the fingerprint says whether the file has changed since. */
  importedFile(key: string): Promise<string | undefined>;
  markImported(key: string, fingerprint: string): Promise<void>;

  /** Flushes and closes. No call may follow. */
  close(): Promise<void>;
}
