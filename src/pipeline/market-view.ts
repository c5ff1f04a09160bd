import type { ContractKind, InstrumentId, LiquidationFeed } from "#core/instrument.ts";
import type { Layer } from "#core/layer.ts";
import type { MarkSource } from "#engine/estimator.ts";
import type { Reliability } from "#engine/uncertainty/reliability.ts";
import type { Ending } from "./listing/listing-changes.ts";
import type { Hole } from "./history/market-holes.ts";
import type { OpenInterestHole } from "./history/open-interest-holes.ts";
import type { HeatRange } from "#insight/heat-range.ts";
import type { MeasuredView } from "./measured/measured-view.ts";

/** How far the history of a market is loaded and estimated. */
export interface Backfill {
  readonly state: "waiting" | "running" | "done" | "failed";
  /** What is done while it runs: the last day fetched for a preview, the whole fetched, the whole estimated. */
  readonly phase?: "recent" | "history" | "estimate";
  /** Share of the work that is done, 0 to 1. */
  readonly progress: number;
  /** Why it failed, or why it waits before the next attempt. */
  readonly problem?: string;
}

/** What a list of markets shows of one. Times are epoch ms, money is USD, null is not known yet. */
export interface MarketView {
  readonly id: InstrumentId;
  readonly exchange: string;
  readonly exchangeLabel: string;
  readonly symbol: string;
  readonly coin: string;
  readonly contract: ContractKind;
  /** Delivery of a dated future; null: perpetual. */
  readonly expiry: number | null;
  /** That and when its trading ends or has ended; null: nothing is said of an end. */
  readonly ending: Ending | null;
  readonly tickSize: number;
  readonly stepMs: number;
  /** Densities between which its colours run, from the week before; null while there is too little history. */
  readonly heatRange: HeatRange | null;
  /** Finest level of detail that has columns. */
  readonly finestLevel: number;
  readonly mark: number | null;
  /** Fraction. */
  readonly change24h: number | null;
  readonly openInterestUsd: number | null;
  /** The rate that the next settlement is expected to have, a fraction per interval; null: not said, or a dated future. */
  readonly funding: {
    readonly rate: number;
    readonly nextTime: number | null;
    /** Between settlements, as it is now; null: not said. */
    readonly intervalMs: number | null;
  } | null;
  readonly explainedShare: number | null;
  /** How far the map can be relied on; null before there is one. */
  readonly reliability: Reliability | null;
  /** The floor of open interest that it is below, USD: a thin market. Null: it is not, or nothing is known of it. */
  readonly thinBelowUsd: number | null;
  /** False: the last price stands in for the mark. */
  readonly priceIsMark: boolean;
  /** What the estimate's last step was swept by: `last`, the traded price stood in for the mark and wicks may have swept too much. */
  readonly markSource: MarkSource | null;
  readonly firstTime: number | null;
  /** End of the last closed column. */
  readonly lastTime: number | null;
  /** There is a map. */
  readonly ready: boolean;
  /** The map is a preview of the last day, made while history still loads: every column of it will be replaced once. */
  readonly provisional: boolean;
  readonly backfill: Backfill;
  /** Stretches in which nobody listened, oldest first. */
  readonly holes: readonly Hole[];
  /** Stretches in which its feed told no open interest, oldest first. */
  readonly openInterestHoles: readonly OpenInterestHole[];
  /** Share of forced volume that its liquidation feed is taken to print, as learned; null before there is a map. */
  readonly printedShare: number | null;
  /** What can be shown of it, each by itself. */
  readonly layers: readonly Layer[];
  /** What the measured layer rests on now; null where nothing is measured. */
  readonly measured: MeasuredView | null;
  /** How much of what was forced the realised layer sees; null where nobody has said. */
  readonly liquidationFeed: LiquidationFeed | null;
  /** The first printed liquidation that is known: what printed before was not heard. */
  readonly firstPrintTime: number | null;
  /** The markets that this one adds up, the reference first; null for a market of its own. */
  readonly members: readonly MemberView[] | null;
}

/** One of the markets behind a combined one. */
export interface MemberView {
  readonly market: InstrumentId;
  readonly exchangeLabel: string;
  readonly symbol: string;
  /** Its mark over the reference's, less 1. Its levels are moved by as much, see docs/estimation.md section 1. */
  readonly basis: number | null;
  readonly openInterestUsd: number | null;
  readonly ready: boolean;
  readonly lastTime: number | null;
}
