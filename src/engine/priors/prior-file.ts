import { leverageRange } from "#engine/ladder.ts";
import { LADDER_PRIOR, type LadderPrior, rungsOf } from "#engine/ladder-prior.ts";

/** One priors/*.json: what a venue's published positions say about how people trade there. Versioned data, written by `powderkeg fit-prior`. */
export interface PriorFile {
  /** Name and version, e.g. `somewhere@1`: instruments may declare it. */
  readonly name: string;
  readonly source: string;
  /** Instruments of these margin models take this prior unless they declare another. */
  readonly marginModels: readonly string[];
  readonly fitted: { readonly from: string; readonly to: string; readonly coins: Readonly<Record<string, number>> };
  readonly rungs: readonly number[];
  readonly opened: OpenedLeverage;
  /** The same, fitted without one day (ISO date) or one coin, to score that day or coin with. */
  readonly without: Readonly<Record<string, OpenedLeverage>>;
  readonly fastShare: readonly number[];
  readonly neverFastShare: number;
  readonly holding: LadderPrior["holding"];
  readonly approach: LadderPrior["approach"];
  /** False: weights stay at the prior whatever prints. */
  readonly learnsFromPrints: boolean;
}

/**
 * Effective leverage of newly opened notional, all of it in cross margin: log-logistic per side. The median grows with the highest leverage that
 * the exchange allows for the coin, because both follow volatility: `median x (highest / REFERENCE_LEVERAGE) ^ exponent`.
 */
export interface OpenedLeverage {
  readonly exponent: number;
  readonly long: LeverageSpread;
  readonly short: LeverageSpread;
}

export interface LeverageSpread {
  /** Of a coin that allows REFERENCE_LEVERAGE. */
  readonly median: number;
  /** Scale of the logistic distribution of log leverage. */
  readonly spread: number;
}

export const REFERENCE_LEVERAGE = 40;

/** The prior of a coin that allows `highest` leverage. Without `opened`, as the file has it. What the file does not say is as in the generic prior. */
export function priorOfFile(file: PriorFile, { highest, opened = file.opened }: { highest: number; opened?: OpenedLeverage | undefined }): LadderPrior {
  const allowed = file.rungs.filter((leverage) => leverage <= highest);
  const [long, short] = [opened.long, opened.short].map(({ median, spread }) =>
    openedBy(allowed, { median: median * (highest / REFERENCE_LEVERAGE) ** opened.exponent, spread }),
  );
  return {
    ...LADDER_PRIOR,
    name: file.name,
    rungs: rungsOf(file.rungs, []),
    opened: file.rungs.map((_, rung) => long.cross[rung] ?? 0),
    shortOpened: file.rungs.map((_, rung) => short.cross[rung] ?? 0),
    neverShare: [long.never, short.never],
    fastShare: [file.fastShare[0], file.fastShare[1]],
    neverFastShare: file.neverFastShare,
    holding: file.holding,
    approach: file.approach,
    learning: file.learnsFromPrints ? LADDER_PRIOR.learning : undefined,
  };
}

/** Shares of the allowed rungs, and what is opened below the lowest: price alone all but never closes it. */
function openedBy(allowed: readonly number[], { median, spread }: LeverageSpread): { readonly cross: readonly number[]; readonly never: number } {
  const below = allowed.map((_, rung) => 1 / (1 + (leverageRange(allowed, rung).low / median) ** (-1 / spread)));
  return { cross: below.map((share, rung) => (below[rung + 1] ?? 1) - share), never: below[0] };
}
