import { AppError } from "#core/app-error.ts";
import type { HeatSnapshot } from "#core/heat-column.ts";
import { type ContractKind, type Instrument, instrumentId, notionalUsd } from "#core/instrument.ts";
import { carryWeights } from "./learning/carry-weights.ts";
import { type Evidence, closeHour, createEvidence, fade, holdSwept, orderUsd, takePrinted, unexplainedShare } from "./learning/evidence.ts";
import { type PriorLevel, learnWeights } from "./learning/posterior.ts";
import { type PinnedWeights, type WeightsToPin, holdPinned, isHeldWhole, pinWeights } from "./learning/pinned-weights.ts";
import { sharePrints } from "./learning/locate-prints.ts";
import { locatedPrints, printedSums } from "./learning/printed-sums.ts";
import { LONG, POSITION_SIDES, SHORT } from "#core/position-side.ts";
import { rowCoordinate, rowOf, rowsOfRatio } from "#core/price-rows.ts";
import { DAY_MS, HOUR_MS, asMs } from "#core/units.ts";
import { type Hazards, type Keeps, age, createHazards, keepsOver, voluntaryCloses } from "./ageing.ts";
import { LARGEST_GRAIN, type Profile, createBook, neverStanding, planeIndex, rungStanding, standing } from "./book.ts";
import { recentre, tidy } from "./book-upkeep.ts";
import { noteExplained, noteTurnover } from "./churn.ts";
import { coldStart } from "./cold-start.ts";
import { coverageShare, createCoverage, feedShareOf, holdForced, learnCoverage, weighCoverage } from "./coverage.ts";
import { type EstimatorState, freshState } from "./estimator-state.ts";
import type { Estimator, MarkSource } from "./estimator.ts";
import { createExplainedShare, explainedShareAt, noteChange } from "./explained-share.ts";
import { type Ladder, createLadder } from "./ladder.ts";
import type { LadderPrior } from "./ladder-prior.ts";
import { type PublishedTables, sameBrackets } from "./margin/adopted-brackets.ts";
import { type LadderWeights, ladderWeights } from "./ladder-weights.ts";
import { type MarginRule, marginRuleAt } from "./margin/margin-rule.ts";
import { open, openNever } from "./opening.ts";
import { canWait, layOut, owe } from "./owed-openings.ts";
import { type PendingFlow, clearPending, createPendingFlow, noteMark, notePending } from "./pending-flow.ts";
import { ladderPriorOf } from "./priors/ladder-prior-of.ts";
import { type ReadOutScratch, type RowWindow, createReadOutScratch, readOut, windowFrom } from "./read-out.ts";
import type { PhaseObserver } from "./phase.ts";
import { normalise, reconcile } from "./reconcile.ts";
import { refill } from "./refill.ts";
import { sweepSide } from "./sweeping.ts";
import { copyState, restoreState, saveState } from "./state-bytes.ts";
import type { PricePath, StepForecast, StepInput } from "./step.ts";
import { noteLife } from "./uncertainty/book-life.ts";
import { type MapSpread, mapSpread } from "./uncertainty/map-spread.ts";
import type { BookGrounds } from "./uncertainty/reliability.ts";
import { type Segment, type Walk, createWalk, walkStep } from "./walk.ts";

export const LADDER_MODEL = "ladder@1";

/** Entry rows that a book's window spans: about +-80 % of price before it has to move. */
const WINDOW_ROWS = 8192;
/** Shared by all estimators: of hundreds of markets it would be much memory. */
const READ_OUT_SCRATCH: Readonly<Record<ContractKind, ReadOutScratch>> = { linear: createReadOutScratch(), inverse: createReadOutScratch() };
/** The map reaches this far from mark, as a fraction of it. */
const MAP_REACH = 0.65;
const MAP_ROWS = rowsOfRatio((1 + MAP_REACH) / (1 - MAP_REACH));
const TIDY_EVERY_STEPS = 256;
/** A hole in the data from which on a book is not simply carried over. */
const LONG_HOLE_MS = 6 * HOUR_MS;
/** An empty market is kept at this size, so that it can grow again. */
const SMALLEST_OPEN_INTEREST = 1e-6;
const GOLDEN_RATIO = 0.6180339887498949;
/** Ordinary activity is the volume of about a day; a burst ages the book faster, within bounds. */
const ACTIVITY_HALF_LIFE_MS = DAY_MS;
const ACTIVITY_BOUNDS = [0.1, 10] as const;

export interface EstimatorOptions {
  readonly prior?: LadderPrior;
  /** Shares that are held while the others learn: an exported ladder, or a part of one. */
  readonly pinned?: WeightsToPin | undefined;
}

/** The estimate of docs/estimation.md: a ladder of effective leverage, reconciled with open interest. Throws `bad-input` for an unknown margin model, or pinned weights of another ladder. */
export function createEstimator(instrument: Instrument, { prior = ladderPriorOf(instrument), pinned }: EstimatorOptions = {}): LadderEstimator {
  return new LadderEstimator(instrument, prior, pinned && pinWeights(pinned, { model: LADDER_MODEL, instrument, rungs: prior.rungs }));
}

/** What {@link createEstimator} makes; beyond the contract it shows what stands per rung. */
export class LadderEstimator implements Estimator {
  readonly instrument: Instrument;
  /** {@link LADDER_MODEL}; with pinned weights their name is part of it, so that maps of different weights are never mixed. */
  readonly model: string;
  readonly state: EstimatorState = freshState();
  readonly pinned: PinnedWeights | undefined;
  readonly coverage;
  readonly explained = createExplainedShare();
  readonly pending: PendingFlow = createPendingFlow();
  private readonly prior: LadderPrior;
  private readonly hazards: Hazards;
  private readonly keeps: Keeps;
  private readonly walk: Walk;
  readonly evidence: Evidence;
  readonly priorLevel: PriorLevel = new Float64Array([1, 1]);
  private readonly feedShare: number;
  private ladderInForce: Ladder;
  private ruleInForce: MarginRule;
  readonly published: PublishedTables = { known: undefined, inForce: undefined };
  readonly book;
  /** Told after every phase of a step; undefined in normal running. */
  observer: PhaseObserver | undefined;

  constructor(instrument: Instrument, prior: LadderPrior, pinned: PinnedWeights | undefined) {
    this.instrument = instrument;
    this.pinned = pinned;
    this.model = pinned ? `${LADDER_MODEL}+${pinned.name}` : LADDER_MODEL;
    this.prior = prior;
    this.hazards = createHazards(prior);
    this.keeps = new Float64Array(this.hazards.length);
    this.ruleInForce = marginRuleAt(instrument, 0);
    this.ladderInForce = createLadder(instrument, this.ruleInForce, prior);
    this.book = createBook(this.ladderInForce, WINDOW_ROWS);
    this.walk = createWalk(this.book.rungCount);
    this.evidence = createEvidence(this.book.rungCount);
    this.feedShare = feedShareOf(instrument, prior);
    this.coverage = createCoverage(instrument, prior);
    for (const side of [LONG, SHORT] as const) this.holdPinned(side);
  }

  get ready(): boolean {
    return this.state.ready === 1;
  }

  get explainedShare(): number {
    return explainedShareAt(this.explained, this.state.time);
  }

  get markSource(): MarkSource {
    return this.state.sweptByMark === 1 ? "mark" : "last";
  }

  get ladder(): Ladder {
    return this.ladderInForce;
  }

  get marginRule(): MarginRule {
    return this.ruleInForce;
  }

  step(input: StepInput): StepForecast {
    const { state, book } = this;
    if (input.start < state.time)
      throw new AppError("bad-input", `a step of ${instrumentId(this.instrument)} starts at ${input.start}, before the last one ended at ${state.time}`);
    const since = state.steps === 0 ? input.start : state.time;
    this.followRule(input.start);
    if (state.steps === 0) this.begin(input);
    else if (input.start - state.time >= LONG_HOLE_MS) this.resume(input);
    const candleLow = rowCoordinate(Math.min(input.candle.low, input.mark?.low ?? Infinity));
    const candleHigh = rowCoordinate(Math.max(input.candle.high, input.mark?.high ?? 0));
    recentre(book, Math.floor(candleLow), Math.ceil(candleHigh));
    if (!canWait(book.owed, candleLow, candleHigh) || input.funding.length > 0) layOut(book, this.ladder, [0, 0]);
    this.observer?.after("laid-out");

    const volume = input.candle.volume ?? (state.openInterest * this.prior.dailyTurnover * input.durationMs) / DAY_MS;
    const closes = this.ageByActivity(input, volume);
    const forced = this.walkAndOpen(input, volume, closes);
    const forecast = this.forecastOf(input, forced);

    this.learn(input);
    this.observer?.after("scaled");
    if (input.openInterest) this.takeOpenInterest(input.openInterest, { price: input.candle.close, volumeKnown: input.candle.volume !== undefined });
    this.balance();
    this.fund(input);
    if (this.ready) {
      holdForced(this.coverage, { forcedUsd: forecast.forcedLongUsd + forecast.forcedShortUsd, ms: input.durationMs });
      if (input.printed)
        learnCoverage(this.coverage, { printedUsd: input.printed.longUsd + input.printed.shortUsd, overMs: input.printed.overMs ?? input.durationMs });
    }

    if (input.brackets && !sameBrackets(input.brackets.brackets, this.ruleInForce.brackets)) this.published.known = input.brackets;
    const end = input.start + input.durationMs;
    noteLife(state, { durationMs: input.durationMs, elapsedMs: end - since });
    state.mark = (input.mark ?? input.candle).close;
    state.sweptByMark = input.mark ? 1 : 0;
    state.time = end;
    if (++state.steps % TIDY_EVERY_STEPS === 0) tidy(book);
    this.observer?.after("scaled");
    return forecast;
  }

  observe(sample: { readonly time: number; readonly openInterest: number }): void {
    if (this.state.steps === 0) return;
    this.takeOpenInterest(sample, { price: this.state.mark, volumeKnown: true });
    this.balance();
  }

  snapshot(reuse?: HeatSnapshot): HeatSnapshot {
    if (!this.ready) throw new Error("no open interest has been seen yet: there is no map");
    const { mark, openInterest, time } = this.state;
    const window = this.mapWindow();
    return {
      time: asMs(time),
      mark,
      openInterest,
      openInterestUsd: notionalUsd(this.instrument.contract, openInterest, mark),
      explainedShare: this.explainedShare,
      ...window,
      usd: readOut(this.book, {
        ladder: this.ladder,
        contract: this.instrument.contract,
        window,
        scratch: READ_OUT_SCRATCH[this.instrument.contract],
        into: reuse?.usd,
      }),
    };
  }

  spread(): MapSpread {
    if (!this.ready) throw new Error("no open interest has been seen yet: there is no map");
    const { mark, openInterest } = this.state;
    return mapSpread(this.book, {
      ladder: this.ladder,
      evidence: this.evidence,
      openInterest,
      openInterestUsd: notionalUsd(this.instrument.contract, openInterest, mark),
      ...this.mapWindow(),
    });
  }

  get grounds(): BookGrounds {
    const { livedMs, coveredShare } = this.state;
    const typicalUsd = orderUsd(this.evidence);
    const learnedUsd = this.evidence.attributed.reduce((sum, usd) => sum + usd, 0);
    return { explainedShare: this.explainedShare, coveredShare, bookDays: livedMs / DAY_MS, learnedOrders: typicalUsd > 0 ? learnedUsd / typicalUsd : 0 };
  }

  copyFrom(other: Estimator): void {
    if (!(other instanceof LadderEstimator)) throw new AppError("bad-input", `cannot copy a ${other.model} into a ${this.model}`);
    copyState(other, this);
    this.adoptRule(marginRuleAt(this.instrument, this.state.ruleDay * DAY_MS, this.published.inForce));
  }

  save(): Uint8Array {
    return saveState(this);
  }

  restore(bytes: Uint8Array): void {
    restoreState(this, bytes);
    this.adoptRule(marginRuleAt(this.instrument, this.state.ruleDay * DAY_MS, this.published.inForce));
  }

  private mapWindow(): RowWindow {
    return windowFrom(rowOf(this.state.mark * (1 - MAP_REACH)), MAP_ROWS);
  }

  /** Brackets change over the years: what opens follows the rule in force, what stands stays where it is. */
  private followRule(time: number): void {
    const { state, published } = this;
    const day = Math.floor(time / DAY_MS);
    if (day === state.ruleDay && published.known === published.inForce) return;
    state.ruleDay = day;
    published.inForce = published.known;
    const rule = marginRuleAt(this.instrument, day * DAY_MS, published.inForce);
    if (this.isInForce(rule)) return;
    layOut(this.book, this.ladderInForce, [0, 0]);
    this.observer?.after("laid-out");
    const before = this.ladderInForce;
    this.adoptRule(rule);
    const held = (side: 0 | 1, rung: number) => this.pinned?.[POSITION_SIDES[side]].rungs[rung] !== undefined;
    carryWeights(this.book, { before, after: this.ladderInForce, evidence: this.evidence, priorLevel: this.priorLevel, held });
    for (const side of [LONG, SHORT] as const) this.holdPinned(side);
    this.observer?.after("scaled");
  }

  private adoptRule(rule: MarginRule): void {
    if (this.isInForce(rule)) return;
    this.ladderInForce = createLadder(this.instrument, rule, this.prior);
    this.ruleInForce = rule;
  }

  private isInForce({ validFrom, adoptedAt }: MarginRule): boolean {
    return validFrom === this.ruleInForce.validFrom && adoptedAt === this.ruleInForce.adoptedAt;
  }

  private begin({ start, candle, durationMs }: StepInput): void {
    const { state, book } = this;
    const at = rowCoordinate(candle.open);
    book.origin = Math.round(at / LARGEST_GRAIN) * LARGEST_GRAIN - (WINDOW_ROWS >> 1);
    state.time = start;
    state.learnedHour = Math.floor(start / HOUR_MS);
    state.openInterest = Math.max(SMALLEST_OPEN_INTEREST, candle.volume ? (candle.volume * DAY_MS) / durationMs / this.prior.dailyTurnover : 1);
    state.volumeRate = candle.volume ? candle.volume / durationMs : 0;
    coldStart(book, this.ladder, this.prior, at);
    this.observer?.after("first-book");
    this.balance();
  }

  /** After a hole in the data: the jump sweeps, owners have closed as they do, and what they opened again was entered where nobody looked. */
  private resume({ start, candle }: StepInput): void {
    const { state, book, ladder, prior } = this;
    const at = rowCoordinate(candle.open);
    layOut(book, ladder, [0, 0]);
    this.observer?.after("laid-out");
    recentre(book, Math.floor(at), Math.ceil(at));
    for (const side of [LONG, SHORT] as const) sweepSide(book, { side, at, swept: this.walk.totals.swept });
    this.observer?.after("swept");
    keepsOver(this.hazards, (start - state.time) / HOUR_MS, this.keeps);
    for (const side of [LONG, SHORT] as const) age(book, side, this.keeps);
    this.observer?.after("aged");
    const amounts = ([LONG, SHORT] as const).map((side) => Math.max(0, state.openInterest - standing(book, ladder, side)));
    refill(book, ladder, { prior, at, amounts: [amounts[LONG], amounts[SHORT]] });
    this.observer?.after("first-book");
    clearPending(this.pending);
    state.time = start;
  }

  /** Voluntary closing since the last step, in volume time; returns what each side closed. Closes of both sides need traded volume. */
  private ageByActivity(input: StepInput, volume: number): readonly [number, number] {
    const { state, book } = this;
    const hours = (input.start + input.durationMs - state.time) / HOUR_MS;
    const ordinary = state.volumeRate * input.durationMs;
    const activity = ordinary > 0 ? Math.min(ACTIVITY_BOUNDS[1], Math.max(ACTIVITY_BOUNDS[0], volume / ordinary)) : 1;
    const keep = 0.5 ** (input.durationMs / ACTIVITY_HALF_LIFE_MS);
    state.volumeRate = state.volumeRate > 0 ? state.volumeRate * keep + (volume / input.durationMs) * (1 - keep) : volume / input.durationMs;
    const wanted = this.closesIn(hours * activity);
    const both = wanted[LONG] + wanted[SHORT];
    const allowed = both > volume ? this.closesIn((hours * activity * volume) / both) : wanted;
    age(book, LONG, this.keeps);
    age(book, SHORT, this.keeps);
    this.observer?.after("aged");
    return allowed;
  }

  /** What owners of each side would close in `hours` of ordinary activity; leaves the shares kept in `keeps`. */
  private closesIn(hours: number): readonly [number, number] {
    const { book } = this;
    keepsOver(this.hazards, hours, this.keeps);
    return [voluntaryCloses(book, LONG, this.keeps), voluntaryCloses(book, SHORT, this.keeps)];
  }

  /** Sweeps along the candle and opens, at its prices, as much as each side closed: open interest is held between samples. */
  private walkAndOpen(input: StepInput, volume: number, closes: readonly [number, number]): readonly [number, number] {
    const { book, ladder, pending, walk, prior } = this;
    const mark = input.mark ?? input.candle;
    const { forced } = walkStep(walk, input, {
      book,
      ladder,
      approach: prior.approach,
      visited: (low, high) => noteMark(pending, low, high),
      openNear: (segment, nearRung) => {
        this.observer?.after("swept");
        for (const side of [LONG, SHORT] as const)
          this.openTurnover(side, segment.profile, { amount: closes[side] * segment.share, fromRung: nearRung, toRung: book.rungCount });
        notePending(pending, segment.profile, segment.share * Math.max(volume, 1e-9));
        this.observer?.after("opened");
      },
      openFar: (segment, nearRung) => {
        this.observer?.after("swept");
        this.openFar(segment, { nearRung, closes, mark, volume });
        this.observer?.after("opened");
      },
    });
    pending.tradedVolume += volume;
    if (input.candle.volume !== undefined) {
      const { approached } = walk.totals;
      const closed = closes[LONG] + closes[SHORT] + forced[LONG] + forced[SHORT] + approached[LONG] + approached[SHORT];
      noteTurnover(this.state, { volume, closed, durationMs: input.durationMs });
    }
    // What was swept beyond the traded volume was never there.
    const most = input.candle.volume === undefined ? Infinity : volume;
    const share = Math.min(1, most / Math.max(1e-12, forced[LONG] + forced[SHORT]));
    return [forced[LONG] * share, forced[SHORT] * share];
  }

  /** Opens the step's turnover, with what left on the way, in the rungs that the candle could not reach, and what left in the others. */
  private openFar(segment: Segment, of: { nearRung: number; closes: readonly [number, number]; mark: PricePath; volume: number }): void {
    const { book, ladder, pending, walk, prior } = this;
    const { nearRung, closes, mark } = of;
    const { profile } = segment;
    const gone = [walk.totals.forced[LONG] + walk.totals.approached[LONG], walk.totals.forced[SHORT] + walk.totals.approached[SHORT]] as const;
    const amounts = [closes[LONG] + gone[LONG], closes[SHORT] + gone[SHORT]] as const;
    const waits = nearRung >= ladder.farRungs && canWait(book.owed, profile.first, profile.first + profile.count);
    if (waits) owe(book.owed, profile, amounts, this.state.phase);
    for (const side of [LONG, SHORT] as const) {
      openNever(book, { side, amount: amounts[side], fastShare: prior.neverFastShare });
      this.openTurnover(side, profile, { amount: amounts[side], fromRung: waits ? ladder.farRungs : 0, toRung: nearRung });
      // At the candle's prices, but not where the candle would have swept it again.
      const sweptFrom = rowCoordinate(side === LONG ? mark.low : mark.high);
      open(book, ladder, { side, profile, amount: gone[side], phase: this.state.phase, sweptFrom, fromRung: nearRung, toRung: book.rungCount });
      pending.turnover[side] += amounts[side];
    }
    if (nearRung === book.rungCount) notePending(pending, profile, Math.max(of.volume, 1e-9));
  }

  /** Opens at prices from which the mark has not moved since. */
  private openTurnover(side: 0 | 1, profile: Profile, { amount, fromRung, toRung }: { amount: number; fromRung: number; toRung: number }): void {
    const sweptFrom = side === LONG ? Infinity : -Infinity;
    open(this.book, this.ladder, { side, profile, amount, phase: this.state.phase, sweptFrom, fromRung, toRung });
  }

  private forecastOf({ start, candle, mark }: StepInput, forced: readonly [number, number]): StepForecast {
    const { contract } = this.instrument;
    const share = coverageShare(this.coverage);
    const openInterestUsd = notionalUsd(contract, this.state.openInterest, candle.open);
    const travel = travelOf(mark ?? candle);
    const usd = ([LONG, SHORT] as const).map((side) => {
      if (!this.ready) return 0;
      const unexplained = this.prior.learning ? (unexplainedShare(travel[side]) * openInterestUsd) / share : 0;
      return notionalUsd(contract, forced[side], (candle.open + (side === LONG ? candle.low : candle.high)) / 2) + unexplained;
    });
    return { time: start, longUsd: usd[LONG] * share, shortUsd: usd[SHORT] * share, forcedLongUsd: usd[LONG], forcedShortUsd: usd[SHORT] };
  }

  private takeOpenInterest(sample: { time: number; openInterest: number }, { price, volumeKnown }: { price: number; volumeKnown: boolean }): void {
    const { state, pending, book, ladder, prior, hazards } = this;
    if (!this.ready) {
      // The first sample only sets the size of the book that volume has shaped so far.
      state.ready = 1;
      weighCoverage(this.coverage, notionalUsd(this.instrument.contract, sample.openInterest, price));
    } else {
      const change = sample.openInterest - state.openInterest;
      // Each contract that opens or closes is traded: without known volume half of a change counts as explained.
      const unexplained = volumeKnown ? Math.max(0, Math.abs(change) - pending.tradedVolume) : Math.abs(change) / 2;
      noteExplained(this.state, { change: Math.sign(change) * (Math.abs(change) - unexplained), turnover: pending.turnover[LONG] });
      noteChange(this.explained, sample.time, { changed: Math.abs(change), unexplained });
      reconcile(book, ladder, {
        change,
        pending,
        phase: state.phase,
        neverFastShare: prior.neverFastShare,
        hazards,
        keeps: this.keeps,
        volumeKnown,
        observer: this.observer,
      });
    }
    state.openInterest = Math.max(SMALLEST_OPEN_INTEREST, sample.openInterest);
    state.phase = (state.phase + GOLDEN_RATIO) % 1;
    clearPending(pending);
  }

  /** Weights follow what the step swept and what printed; once an hour, so that a step costs next to nothing. */
  private learn(input: StepInput): void {
    const { evidence, book, ladder, walk, state } = this;
    const { learning } = this.prior;
    if (!learning || !this.ready) return;
    const unitUsd = notionalUsd(this.instrument.contract, 1, input.candle.close);
    const openInterestUsd = state.openInterest * unitUsd;
    holdSwept(evidence, walk.totals.swept, { unitUsd, travel: travelOf(input.mark ?? input.candle), ms: input.durationMs });
    if (input.printed) {
      const prints = locatedPrints(input, { instrument: this.instrument, rule: this.ruleInForce, largestUsd: learning.largestPrint * openInterestUsd });
      const shares = prints.length > 0 ? sharePrints(prints, { book, swept: walk.totals.swept }) : undefined;
      const printed = printedSums(input, prints, openInterestUsd);
      takePrinted(evidence, book, { coverage: this.feedShare, openInterestUsd, printed, shares, overMs: input.printed.overMs ?? input.durationMs });
    }
    const hour = Math.floor((input.start + input.durationMs) / HOUR_MS);
    if (hour === state.learnedHour) return;
    closeHour(evidence);
    if (orderUsd(evidence) > 0)
      for (const side of [LONG, SHORT] as const) {
        if (this.pinned && isHeldWhole(this.pinned[POSITION_SIDES[side]])) continue;
        learnWeights(book, side, { ladder, evidence, learning, coverage: this.feedShare, openInterest: state.openInterest, priorLevel: this.priorLevel });
        this.holdPinned(side);
      }
    fade(evidence, 2 ** (-(hour - state.learnedHour) / 24 / learning.halfLifeDays));
    state.learnedHour = hour;
  }

  private holdPinned(side: 0 | 1): void {
    const pinned = this.pinned?.[POSITION_SIDES[side]];
    if (pinned) holdPinned(this.book, side, { pinned, evidence: this.evidence, priorLevel: this.priorLevel });
  }

  /** Both sides stand for exactly the open interest. */
  private balance(): void {
    normalise(this.book, this.ladder, LONG, this.state.openInterest);
    normalise(this.book, this.ladder, SHORT, this.state.openInterest);
    this.observer?.after("scaled");
  }

  /** Funding moves liquidation prices by `rate x mark`, the same way for both sides; positions that pay it from elsewhere do not move. */
  private fund(input: StepInput): void {
    const { book, ladder } = this;
    for (const { rate } of input.funding) {
      const rows = rowCoordinate(1 + rate);
      for (const side of [LONG, SHORT] as const) {
        ladder.rungs[side].forEach(({ crossShare }, rung) => {
          book.drift[side * book.rungCount + rung] += rows * crossShare;
        });
      }
    }
  }

  /** The ladder as it stands: what was believed, what has been learned and from how much. */
  weights(): LadderWeights {
    return ladderWeights(this);
  }

  /** What stands per side, rung and never rung, in the conserved unit: for tests and the model page. */
  standingByRung(side: 0 | 1): { readonly rungs: readonly number[]; readonly never: number } {
    const { book, ladder } = this;
    const rungs = ladder.rungs[side].map((_, rung) => {
      const p = planeIndex(book, side, rung);
      const owed = rung < ladder.farRungs ? book.owed.amount[side] : 0;
      return book.weight[side * book.rungCount + rung] * (rungStanding(book, p) + owed);
    });
    return { rungs, never: book.neverWeight[side] * neverStanding(book, side) };
  }
}

/** How far, as a fraction of itself, price went against longs and against shorts. */
const travelOf = ({ open, high, low }: PricePath): readonly [number, number] => [(open - low) / open, (high - open) / open];
