import type { Instrument } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { HistoryFile, HistoryLayout, TableKind } from "./history.ts";
import type { TableFormat } from "./tables/table-format.ts";

/** The files of one kind and how they are read. */
export interface TableSource {
  readonly kind: TableKind;
  readonly files: readonly HistoryFile[];
  /** A fresh format for one run of files. */
  readonly format: () => TableFormat;
  /** Of the candles in it; of the history's candles for everything else. */
  readonly intervalMs: Ms;
  /** True for open interest in USD, to be divided by the price at its own stamp. */
  readonly inUsd?: boolean;
  /** True when files carry on from one another, so that leaving one out would change the next. */
  readonly readWhole?: boolean;
}

/** What a layout's discovery finds; history is made from it. */
export interface HistorySource {
  readonly instrument: Instrument;
  readonly stepMs: Ms;
  readonly layout: HistoryLayout;
  /** Tables of traded-price candles (or trades) come first. */
  readonly tables: readonly TableSource[];
  readonly notes: readonly string[];
}
