import { type Instrument, notionalUsd } from "#core/instrument.ts";
import { LONG, POSITION_SIDES, SHORT } from "#core/position-side.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import { churnShare } from "./churn.ts";
import { coverageShare } from "./coverage.ts";
import type { PriorRung } from "./ladder-prior.ts";
import type { LadderEstimator } from "./ladder-estimator.ts";
import { orderUsd } from "./learning/evidence.ts";

/** The model's ladder as it stands: what it believed, what it has learned, and from how much. Shares are of newly opened notional; a side's sum to 1. */
export interface LadderWeights {
  readonly model: string;
  readonly instrument: Pick<Instrument, "exchange" | "symbol">;
  /** Epoch ms of the last step's end. */
  readonly time: number;
  readonly mark: number;
  /** Share of forced volume that the liquidation feed prints. */
  readonly feedShare: number;
  /** Share of traded volume that never stands; null while no volume is known. */
  readonly churnShare: number | null;
  /** Share of open-interest change over 24 h that traded volume explains. */
  readonly explainedShare: number;
  /** Where the margin brackets are from and since when (epoch ms) they hold; `adoptedAt`: when the exchange was seen to apply them, null from a file. */
  readonly brackets: { readonly source: string; readonly validFrom: number; readonly adoptedAt: number | null };
  /** The published positions that the prior is made of: when they were told (epoch ms), and of which share of each side. Null: the prior is that on file. */
  readonly positions: { readonly time: number; readonly longSeen: number; readonly shortSeen: number } | null;
  readonly long: SideWeights;
  readonly short: SideWeights;
}

export interface SideWeights {
  readonly rungs: readonly RungWeight[];
  /** Positions that price alone cannot close. */
  readonly never: Weight;
}

export interface Weight {
  readonly priorShare: number;
  readonly share: number;
  readonly standingUsd: number;
  /** Held at its share by the user: nothing is learned about it. */
  readonly pinned: boolean;
}

export interface RungWeight extends Weight, PriorRung {
  /** Tier that it is shown under. */
  readonly tier: Tier;
  /** Printed liquidations that it has learned from, in orders of typical size; older ones count less. */
  readonly evidenceOrders: number;
}

/** Reads an estimate's weights out. */
export function ladderWeights(estimator: LadderEstimator): LadderWeights {
  const { model, instrument, state, coverage, explainedShare, marginRule } = estimator;
  const { source, validFrom, adoptedAt } = marginRule;
  return {
    model,
    instrument: { exchange: instrument.exchange, symbol: instrument.symbol },
    time: state.time,
    mark: state.mark,
    feedShare: coverageShare(coverage),
    churnShare: churnShare(state) ?? null,
    explainedShare,
    brackets: { source, validFrom, adoptedAt: adoptedAt > 0 ? adoptedAt : null },
    positions: positionsOf(estimator),
    long: sideWeights(estimator, LONG),
    short: sideWeights(estimator, SHORT),
  };
}

function positionsOf({ published: { seen, adopted } }: LadderEstimator): LadderWeights["positions"] {
  if (seen === undefined || seen.time !== adopted?.time) return null;
  return { time: seen.time, longSeen: seen.longShares.seen, shortSeen: seen.shortShares.seen };
}

function sideWeights(estimator: LadderEstimator, side: 0 | 1): SideWeights {
  const { book, ladder, evidence, instrument, state, pinned } = estimator;
  const standing = estimator.standingByRung(side);
  const usdOf = (size: number) => notionalUsd(instrument.contract, size, state.mark);
  const order = orderUsd(evidence);
  const pins = pinned?.[POSITION_SIDES[side]];
  return {
    rungs: ladder.rungs[side].map(({ leverage, margin, tier, priorWeight }, rung) => {
      const k = side * book.rungCount + rung;
      return {
        leverage,
        margin,
        tier: TIERS[tier],
        priorShare: priorWeight,
        share: book.weight[k],
        evidenceOrders: order > 0 ? evidence.attributed[k] / order : 0,
        standingUsd: usdOf(standing.rungs[rung]),
        pinned: pins?.rungs[rung] !== undefined,
      };
    }),
    never: {
      priorShare: ladder.priorNever[side],
      share: book.neverWeight[side],
      standingUsd: usdOf(standing.never),
      pinned: pins?.never !== undefined,
    },
  };
}
