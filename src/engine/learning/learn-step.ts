import { type Instrument, notionalUsd } from "#core/instrument.ts";
import { LONG, POSITION_SIDES, SHORT } from "#core/position-side.ts";
import { HOUR_MS } from "#core/units.ts";
import type { Book } from "#engine/book.ts";
import type { Ladder } from "#engine/ladder.ts";
import type { LearningPrior } from "#engine/ladder-prior.ts";
import type { MarginRule } from "#engine/margin/margin-rule.ts";
import { travelOf } from "#engine/price-path.ts";
import type { StepInput } from "#engine/step.ts";
import type { Swept } from "#engine/swept.ts";
import { type Evidence, closeHour, fade, holdSwept, orderUsd, takePrinted } from "./evidence.ts";
import { type PinnedWeights, holdPinned, isHeldWhole } from "./pinned-weights.ts";
import { type PriorLevel, learnWeights } from "./posterior.ts";
import { sharePrints } from "./locate-prints.ts";
import { locatedPrints, printedSums } from "./printed-sums.ts";

export interface Learning {
  readonly book: Book;
  readonly ladder: Ladder;
  readonly evidence: Evidence;
  readonly priorLevel: PriorLevel;
  readonly learning: LearningPrior;
  readonly pinned: PinnedWeights | undefined;
  readonly instrument: Instrument;
  readonly marginRule: MarginRule;
  /** Share of forced volume that the feed is taken to print. */
  readonly feedShare: number;
  /** In the step. */
  readonly swept: Swept;
  /** `learnedHour`: hour (since the epoch) at which weights were last learned. */
  readonly state: { readonly openInterest: number; learnedHour: number };
}

/** Weights follow what the step swept and what printed; once an hour, so that a step costs next to nothing. */
export function learnStep(input: StepInput, of: Learning): void {
  const { book, evidence, learning, state } = of;
  const unitUsd = notionalUsd(of.instrument.contract, 1, input.candle.close);
  const openInterestUsd = state.openInterest * unitUsd;
  holdSwept(evidence, of.swept, { unitUsd, travel: travelOf(input.mark ?? input.candle), ms: input.durationMs });
  if (input.printed) {
    const prints = locatedPrints(input, { instrument: of.instrument, rule: of.marginRule, largestUsd: learning.largestPrint * openInterestUsd });
    const shares = prints.length > 0 ? sharePrints(prints, { book, swept: of.swept }) : undefined;
    const printed = printedSums(input, prints, openInterestUsd);
    takePrinted(evidence, book, { coverage: of.feedShare, openInterestUsd, printed, shares, overMs: input.printed.overMs ?? input.durationMs });
  }
  const hour = Math.floor((input.start + input.durationMs) / HOUR_MS);
  if (hour === state.learnedHour) return;
  closeHour(evidence);
  if (orderUsd(evidence) > 0) learn(of);
  fade(evidence, 2 ** (-(hour - state.learnedHour) / 24 / learning.halfLifeDays));
  state.learnedHour = hour;
}

function learn(of: Learning): void {
  const { book, evidence, priorLevel, pinned } = of;
  const held = (side: 0 | 1): boolean => pinned !== undefined && isHeldWhole(pinned[POSITION_SIDES[side]]);
  if (held(LONG) && held(SHORT)) return;
  learnWeights(book, { ...of, coverage: of.feedShare, openInterest: of.state.openInterest, held });
  if (pinned)
    for (const side of [LONG, SHORT] as const) if (!held(side)) holdPinned(book, side, { pinned: pinned[POSITION_SIDES[side]], evidence, priorLevel });
}
