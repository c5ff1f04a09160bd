import type { OpeningKind } from "./lots.ts";

/** Why a cell of the map shows what it shows. Times are epoch ms, money is USD, shares are fractions. */
export interface Explanation {
  /** End of the last step that the cell knows of. */
  readonly time: number;
  readonly side: "long" | "short";
  readonly priceLow: number;
  readonly priceHigh: number;
  /** The cell as read out. */
  readonly usd: number;
  /** What the parts and the rest sum to. */
  readonly explainedUsd: number;
  /** Largest first. */
  readonly parts: readonly ExplainedPart[];
  /** Parts that are too small to be listed. */
  readonly rest: { readonly parts: number; readonly openedUsd: number; readonly usdNow: number };
}

/** Positions of one rung that were entered in one hour. Dollars are at the cell's prices and at the rung's weight as it is now. */
export interface ExplainedPart {
  readonly entryFrom: number;
  readonly entryUntil: number;
  /** Mean traded price at which they were entered, and its range. */
  readonly entryPrice: number;
  readonly entryPriceLow: number;
  readonly entryPriceHigh: number;
  /** Effective leverage of the rung. */
  readonly leverage: number;
  readonly openedUsd: number;
  readonly usdNow: number;
  /** usdNow / openedUsd: the product of the three survivals. */
  readonly survivedShare: number;
  readonly survival: Survival;
  /** Today's dollars by holding cohort; settled: price has come close to them once. */
  readonly byCohort: Readonly<Record<"fast" | "slow" | "settled", number>>;
  /** Today's dollars by why they were opened. */
  readonly byOpening: Readonly<Record<OpeningKind, number>>;
  /** Net change of the market's open interest in that hour. */
  readonly openInterestChangeUsd: number;
  readonly marginRule: ExplainedRule;
}

export interface Survival {
  /** Not closed by their owners in the course of time. */
  readonly holding: number;
  /** Not closed by their owners as price came near. */
  readonly approach: number;
  /** Scaled with the whole side to open interest; above 1 where the book had to grow. */
  readonly scaling: number;
}

/** The rule that put the liquidation where it is, in force at the entry; of the first book: at the first step. */
export interface ExplainedRule {
  readonly model: string;
  /** Epoch ms; 0: the first rule known. */
  readonly validFrom: number;
  readonly source: string;
  /** False: the symbol's brackets are not on file and a cautious table stands in. */
  readonly known: boolean;
  /** Of a position of `positionUsd`, a fraction. */
  readonly maintenanceRate: number;
  readonly positionUsd: number;
}
