import type { Ms } from "#core/units.ts";
import type { AdoptedBrackets } from "./margin/adopted-brackets.ts";
import type { SeenLeverage } from "./priors/seen-leverage.ts";

export interface PricePath {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/**
 * All that one step [start, start + durationMs) of the estimate may use. Sizes are in the unit that the instrument conserves.
 * Absent is undefined: no volume known, no mark candles, no open-interest sample in this step, no liquidation feed.
 */
export interface StepInput {
  readonly start: Ms;
  readonly durationMs: Ms;
  readonly candle: PricePath & { readonly volume: number | undefined; readonly takerBuyVolume: number | undefined };
  /** Mark-price path of the step; without it the traded price stands in for the mark. */
  readonly mark: PricePath | undefined;
  /** The last open interest stamped in (start, start + durationMs]. */
  readonly openInterest: { readonly time: Ms; readonly openInterest: number } | undefined;
  /** Settlements stamped in (start, start + durationMs]. */
  readonly funding: readonly { readonly time: Ms; readonly rate: number }[];
  /**
   * What the liquidation feed told in the step of the `overMs` up to its end (absent: of the step), which a feed of sums may make longer; undefined: nothing,
   * not even that there was none. Seen only after the step's prediction is made.
   */
  readonly printed: { readonly longUsd: number; readonly shortUsd: number; readonly overMs?: number } | undefined;
  /** The same one by one, where the feed shows single orders. */
  readonly prints?: readonly Print[];
  /** The newest margin brackets that the exchange was seen to apply, known by the step's end: the next step goes by them. */
  readonly brackets?: AdoptedBrackets;
  /** The newest spread of published positions over leverage, known by the step's end: the next step opens by it. */
  readonly leverage?: SeenLeverage;
}

/** One printed liquidation of a position of `side`. */
export interface Print {
  readonly side: 0 | 1;
  readonly usd: number;
  /** Fill price. */
  readonly price: number;
  readonly size: number;
  /** Bankruptcy price, where the exchange prints it. */
  readonly orderPrice?: number | undefined;
}

/** What the model predicted for a step before it saw the step's open interest, funding and prints: one entry of `crossed`. */
export interface StepForecast {
  /** Start of the step. */
  readonly time: Ms;
  /** What the liquidation feed is expected to print. */
  readonly longUsd: number;
  readonly shortUsd: number;
  /** Forced volume itself. */
  readonly forcedLongUsd: number;
  readonly forcedShortUsd: number;
}
