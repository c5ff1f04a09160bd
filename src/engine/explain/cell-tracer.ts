import { notionalUsd } from "#core/instrument.ts";
import { HOUR_MS } from "#core/units.ts";
import { COHORTS } from "#engine/book.ts";
import type { LadderEstimator } from "#engine/ladder-estimator.ts";
import type { MarginRule } from "#engine/margin/margin-rule.ts";
import type { Phase, PhaseObserver } from "#engine/phase.ts";
import type { StepInput } from "#engine/step.ts";
import type { CellPlan } from "./cell-plan.ts";
import {
  type Entry,
  type Lots,
  type OpeningKind,
  type Span,
  addLot,
  clearLots,
  createLots,
  freshly,
  multiply,
  pour,
  restate,
  takeBack,
  totalNow,
  widen,
} from "./lots.ts";
import { type TracedBin, amountIn, createTracedBin, entryPricesOf, sweptOrSettled } from "./traced-bin.ts";

/** Follows the bins of a cell through a replay, phase by phase: what a phase did to a bin is told by comparing it with before. */
export interface CellTracer extends PhaseObserver {
  /** Told before every step. */
  beginStep(input: StepInput): void;
  readonly bins: readonly TracedBin[];
  /** Net change of open interest by hour since the epoch, in USD. */
  readonly openInterestChangeUsd: ReadonlyMap<number, number>;
  /** The margin rules that openings followed, oldest first, each from the start of a step. */
  readonly rules: readonly { readonly from: number; readonly rule: MarginRule }[];
}

/** Set the tracer as the estimator's observer; the estimator must be fresh. */
export function createCellTracer(estimator: LadderEstimator, { asked: { side }, bins }: CellPlan): CellTracer {
  const { book, pending, state } = estimator;
  const byPlace = bins.map((bin) => Array.from({ length: COHORTS }, (_, cohort) => createTracedBin(bin, cohort)));
  const traced = byPlace.flat();
  const changes = new Map<number, number>();
  const rules: { from: number; rule: MarginRule }[] = [];
  const owed = { amount: 0, lots: createLots() };
  let step: Span = { from: 0, until: 0, lowPrice: 0, highPrice: 0, price: 0 };
  /** The stretch over whose prices the next sample is opened. */
  let untilSample: Span | undefined;
  let stepsUntilSample = 0;
  let sample: number | undefined;
  /** Whether the first sample has said how much the book stands for; until then its size is assumed. */
  let sized = false;

  function multiplied(cause: "aged" | "scaled") {
    const by = cause === "scaled" && !sized ? restate : (lots: Lots, factor: number) => multiply(lots, factor, cause);
    for (const of of traced) {
      const now = amountIn(book, of);
      if (now === of.amount) continue;
      if (now > 0 && of.amount > 0) by(of.lots, now / of.amount);
      else clearLots(of.lots);
      of.amount = now;
    }
    const waiting = book.owed.amount[side];
    if (waiting > 0 && owed.amount > 0 && waiting !== owed.amount) by(owed.lots, waiting / owed.amount);
    owed.amount = waiting;
    sized = estimator.ready;
  }

  function opened(of: TracedBin, entry: Entry) {
    const now = amountIn(book, of);
    if (now > of.amount) addLot(of.lots, entry, freshly(now - of.amount));
    else if (now < of.amount) takeBack(of.lots, of.amount - now);
    of.amount = now;
  }

  function turnedOver() {
    if (rules.at(-1)?.rule !== estimator.marginRule) rules.push({ from: step.from, rule: estimator.marginRule });
    const entry = entryOf("turnover", step);
    for (const of of traced) opened(of, entry);
    const waiting = book.owed.amount[side];
    if (waiting > owed.amount) addLot(owed.lots, entry, freshly(waiting - owed.amount));
    owed.amount = waiting;
  }

  /** What waited is in its bins now, together with the change of a sample. */
  function laidOut(change: number, entry: Entry) {
    if (owed.amount === 0 || book.owed.amount[side] > 0) return;
    if (change > 0) addLot(owed.lots, entry, freshly(change));
    else takeBack(owed.lots, -change);
    const total = totalNow(owed.lots);
    for (const of of traced) {
      const now = amountIn(book, of);
      if (of.bin.rung >= estimator.ladder.farRungs || now <= of.amount || total === 0) continue;
      pour(owed.lots, of.lots, { share: (now - of.amount) / total });
      of.amount = now;
    }
    clearLots(owed.lots);
    owed.amount = 0;
  }

  function reconciled() {
    const entry = entryOf("open-interest-rise", untilSample ?? step);
    const change = (sample ?? state.openInterest) - state.openInterest;
    laidOut(Math.max(change, -pending.turnover[side]), entry);
    for (const of of traced) opened(of, entry);
  }

  const phases: Readonly<Record<Phase, () => void>> = {
    "first-book": () => traced.forEach((of) => opened(of, entryOf("first-book", { ...step, ...entryPricesOf(of.bin) }))),
    aged: () => multiplied("aged"),
    scaled: () => multiplied("scaled"),
    swept: () => byPlace.forEach((cohorts) => sweptOrSettled(book, cohorts)),
    opened: turnedOver,
    "laid-out": () => laidOut(0, entryOf("turnover", step)),
    reconciled,
  };

  return {
    bins: traced,
    openInterestChangeUsd: changes,
    rules,
    beginStep({ start, durationMs, candle, openInterest }) {
      step = { from: start, until: start + durationMs, lowPrice: candle.low, highPrice: candle.high, price: (candle.open + candle.close) / 2 };
      if (untilSample === undefined || sample !== undefined) {
        untilSample = { ...step };
        stepsUntilSample = 1;
      } else {
        widen(untilSample, step);
        untilSample.price += (step.price - untilSample.price) / ++stepsUntilSample;
      }
      sample = openInterest?.openInterest;
      if (sample === undefined || !estimator.ready) return;
      const hour = hourOf(step);
      changes.set(hour, (changes.get(hour) ?? 0) + notionalUsd(estimator.instrument.contract, sample - state.openInterest, candle.close));
    },
    after: (phase) => phases[phase](),
  };
}

const entryOf = (kind: OpeningKind, span: Span): Entry => ({ hour: hourOf(span), kind, ...span });
const hourOf = ({ until }: Span): number => Math.floor((until - 1) / HOUR_MS);
