import { AppError } from "#core/app-error.ts";
import type { LeverageShares } from "#core/events.ts";
import type { HeatSnapshot } from "#core/heat-column.ts";
import { type ContractKind, type Instrument, instrumentId, notionalUsd } from "#core/instrument.ts";
import { type Evidence, createEvidence } from "./learning/evidence.ts";
import { learnStep } from "./learning/learn-step.ts";
import { type PinnedWeights, holdPinned, pinWeights } from "./learning/pinned-weights.ts";
import { learnPace } from "./learning/pace.ts";
import type { PriorLevel } from "./learning/posterior.ts";
import { LONG, POSITION_SIDES, SHORT } from "#core/position-side.ts";
import { rowCoordinate } from "#core/price-rows.ts";
import { DAY_MS, HOUR_MS, asMs } from "#core/units.ts";
import { carryOverHole } from "./after-hole.ts";
import { ageByActivity } from "./activity.ts";
import { type Hazards, type Keeps, createHazards } from "./ageing.ts";
import { LARGEST_GRAIN, type Profile, type RungStandings, createBook, standingByRung } from "./book.ts";
import { recentre, tidy } from "./book-upkeep.ts";
import { noteExplained, noteTurnover } from "./churn.ts";
import { coldStart } from "./cold-start.ts";
import { createCoverage, feedShareOf, holdForced, learnCoverage, weighCoverage } from "./coverage.ts";
import { type EstimatorState, freshState } from "./estimator-state.ts";
import type { Estimator, MarkSource } from "./estimator.ts";
import type { EstimatorOptions } from "./estimator-options.ts";
import { createExplainedShare, explainedShareAt, noteChange } from "./explained-share.ts";
import { followPositions, followRule } from "./follow-published.ts";
import { fund } from "./funding.ts";
import type { Ladder } from "./ladder.ts";
import type { LadderPrior } from "./ladder-prior.ts";
import { type PublishedTables, sameBrackets } from "./margin/adopted-brackets.ts";
import { type LadderWeights, ladderWeights } from "./ladder-weights.ts";
import type { MarginRule } from "./margin/margin-rule.ts";
import { type MarginInForce, firstMargin, ladderOfPrior, readoptRule } from "./margin-in-force.ts";
import { open, openNever } from "./opening.ts";
import { canWait, layOut, owe } from "./owed-openings.ts";
import { type PendingFlow, clearPending, createPendingFlow, noteMark, notePending } from "./pending-flow.ts";
import { ladderPriorOf } from "./priors/ladder-prior-of.ts";
import { type SeenPosition, sharesOfSeen } from "./priors/locate-seen.ts";
import type { SeenLeverage } from "./priors/seen-leverage.ts";
import { type ReadOutScratch, createReadOutScratch, mapWindow, readOut } from "./read-out.ts";
import type { PhaseObserver } from "./phase.ts";
import { normalise, reconcile } from "./reconcile.ts";
import { copyState, restoreState, saveState } from "./state-bytes.ts";
import type { PricePath, StepForecast, StepInput } from "./step.ts";
import { forecastOf } from "./step-forecast.ts";
import { bookGrounds } from "./uncertainty/book-grounds.ts";
import { noteLife } from "./uncertainty/book-life.ts";
import { type MarkedSpread, mapSpread } from "./uncertainty/map-spread.ts";
import type { BookGrounds } from "./uncertainty/reliability.ts";
import { type PathOrder, type Segment, type Walk, createWalk, walkStep } from "./walk.ts";

export const LADDER_MODEL = "ladder@7";

/** Entry rows that a book's window spans: about +-80 % of price before it has to move. */
const WINDOW_ROWS = 8192;
/** Shared by all estimators: of hundreds of markets it would be much memory. */
const READ_OUT_SCRATCH: Readonly<Record<ContractKind, ReadOutScratch>> = { linear: createReadOutScratch(), inverse: createReadOutScratch() };
const TIDY_EVERY_STEPS = 256;
/** A hole in the data from which on a book is not simply carried over. */
const LONG_HOLE_MS = 6 * HOUR_MS;
/** An empty market is kept at this size, so that it can grow again. */
const SMALLEST_OPEN_INTEREST = 1e-6;

/** The estimate of docs/estimation.md: a ladder of effective leverage, reconciled with open interest. Throws `bad-input` for an unknown margin model, or pinned weights of another ladder. */
export function createEstimator(instrument: Instrument, options: EstimatorOptions = {}): LadderEstimator {
  const { prior = ladderPriorOf(instrument), pinned, pathOrder = "walked" } = options;
  return new LadderEstimator(instrument, { prior, pathOrder, pinned: pinned && pinWeights(pinned, { model: LADDER_MODEL, instrument, rungs: prior.rungs }) });
}

/** What {@link createEstimator} makes; beyond the contract it shows what stands per rung. */
export class LadderEstimator implements Estimator {
  readonly instrument: Instrument;
  /** {@link LADDER_MODEL}; the name of a venue's own prior and of pinned weights is part of it, so that maps of different ladders are never mixed. */
  readonly model: string;
  readonly state: EstimatorState = freshState();
  readonly pinned: PinnedWeights | undefined;
  readonly coverage;
  readonly explained = createExplainedShare();
  readonly pending: PendingFlow = createPendingFlow();
  private readonly prior: LadderPrior;
  private readonly pathOrder: PathOrder;
  private readonly hazards: Hazards;
  private readonly keeps: Keeps;
  private readonly walk: Walk;
  readonly evidence: Evidence;
  readonly priorLevel: PriorLevel = new Float64Array([1, 1]);
  private readonly feedShare: number;
  private readonly margin: MarginInForce;
  readonly book;
  /** Told after every phase of a step; undefined in normal running. */
  observer: PhaseObserver | undefined;

  constructor(instrument: Instrument, { prior, pinned, pathOrder }: { prior: LadderPrior; pinned: PinnedWeights | undefined; pathOrder: PathOrder }) {
    this.instrument = instrument;
    this.pathOrder = pathOrder;
    this.pinned = pinned;
    this.model = [LADDER_MODEL, prior.name, pathOrder === "ignored" ? "path-ignored" : undefined, pinned?.name].filter((name) => name !== undefined).join("+");
    this.prior = prior;
    this.hazards = createHazards(prior);
    this.keeps = new Float64Array(this.hazards.length);
    this.margin = firstMargin(instrument, prior);
    this.book = createBook(this.ladder, WINDOW_ROWS);
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
    return this.margin.ladder;
  }

  get published(): PublishedTables {
    return this.margin.published;
  }

  get seenLeverage(): SeenLeverage | undefined {
    return this.published.seen;
  }

  get marginRule(): MarginRule {
    return this.margin.rule;
  }

  step(input: StepInput): StepForecast {
    const { state, book } = this;
    if (input.start < state.time)
      throw new AppError("bad-input", `a step of ${instrumentId(this.instrument)} starts at ${input.start}, before the last one ended at ${state.time}`);
    const since = state.steps === 0 ? input.start : state.time;
    this.followPublished(input.start);
    if (state.steps === 0) this.begin(input);
    else if (input.start - state.time >= LONG_HOLE_MS) this.resume(input);
    const candleLow = rowCoordinate(Math.min(input.candle.low, input.mark?.low ?? Infinity));
    const candleHigh = rowCoordinate(Math.max(input.candle.high, input.mark?.high ?? 0));
    recentre(book, Math.floor(candleLow), Math.ceil(candleHigh));
    if (!canWait(book.owed, candleLow, candleHigh) || input.funding.length > 0) layOut(book, this.ladder, [0, 0]);
    this.observer?.after("laid-out");

    const volume = input.candle.volume ?? (state.openInterest * this.prior.dailyTurnover * input.durationMs) / DAY_MS;
    const closes = ageByActivity(book, {
      state,
      volume,
      durationMs: input.durationMs,
      hazards: this.hazards,
      keeps: this.keeps,
      end: input.start + input.durationMs,
    });
    this.observer?.after("aged");
    const forced = this.walkAndOpen(input, volume, closes);
    const { contract } = this.instrument;
    const forecast = forecastOf(input, { forced, contract, ready: this.ready, coverage: this.coverage });

    this.learn(input);
    this.observer?.after("scaled");
    if (input.openInterest) this.takeOpenInterest(input.openInterest, input.candle.close);
    this.balance();
    fund(book, this.ladder, this.instrument.contract, input.funding);
    if (this.ready) {
      holdForced(this.coverage, { forcedUsd: forecast.forcedLongUsd + forecast.forcedShortUsd, ms: input.durationMs });
      if (input.printed)
        learnCoverage(this.coverage, { printedUsd: input.printed.longUsd + input.printed.shortUsd, overMs: input.printed.overMs ?? input.durationMs });
    }

    if (input.brackets && !sameBrackets(input.brackets.brackets, this.marginRule.brackets)) this.published.known = input.brackets;
    if (input.leverage) this.published.seen = input.leverage;
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
    this.takeOpenInterest(sample, this.state.mark);
    this.balance();
  }

  snapshot(reuse?: HeatSnapshot, reach?: number): HeatSnapshot {
    if (!this.ready) throw new Error("no open interest has been seen yet: there is no map");
    const { mark, openInterest, time } = this.state;
    const window = mapWindow(mark, reach);
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

  spread(): MarkedSpread {
    if (!this.ready) throw new Error("no open interest has been seen yet: there is no map");
    const { mark, openInterest } = this.state;
    const { ladder, evidence } = this;
    const openInterestUsd = notionalUsd(this.instrument.contract, openInterest, mark);
    return { ...mapSpread(this.book, { ladder, evidence, openInterest, openInterestUsd, ...mapWindow(mark) }), mark };
  }

  get grounds(): BookGrounds {
    return bookGrounds(this.state, this.evidence, { explainedShare: this.explainedShare, bracketsKnown: this.marginRule.known });
  }

  sharesOfSeen(side: 0 | 1, positions: readonly SeenPosition[], seen: number): LeverageShares {
    return sharesOfSeen(positions, { side, mark: this.state.mark, seen, book: this.book, base: ladderOfPrior(this.margin) });
  }

  copyFrom(other: Estimator): void {
    if (!(other instanceof LadderEstimator)) throw new AppError("bad-input", `cannot copy a ${other.model} into a ${this.model}`);
    copyState(other, this);
    readoptRule(this.margin, this.state);
  }

  save(): Uint8Array {
    return saveState(this);
  }

  restore(bytes: Uint8Array): void {
    restoreState(this, bytes);
    readoptRule(this.margin, this.state);
  }

  /** What opens follows the margin rule in force and what is seen of positions. */
  private followPublished(time: number): void {
    const { book, margin, evidence, priorLevel, pinned, observer } = this;
    const carried = followRule(margin, { book, time, evidence, priorLevel, pinned, state: this.state, observer });
    const moved = this.ready && followPositions(margin, book, observer);
    if (carried || moved) for (const side of [LONG, SHORT] as const) this.holdPinned(side);
    if (carried) observer?.after("scaled");
    if (moved) this.balance();
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

  /** After a hole in the data the book is carried over it as owners would have. */
  private resume({ start, candle }: StepInput): void {
    const { state, book, ladder, prior, hazards, keeps, observer } = this;
    const hours = ((start - state.time) / HOUR_MS) * state.pace;
    const { swept } = this.walk.totals;
    carryOverHole(book, ladder, { at: rowCoordinate(candle.open), hours, openInterest: state.openInterest, prior, hazards, keeps, swept, observer });
    clearPending(this.pending);
    state.time = start;
  }

  /** Sweeps along the candle and opens, at its prices, as much as each side closed: open interest is held between samples. */
  private walkAndOpen(input: StepInput, volume: number, closes: readonly [number, number]): readonly [number, number] {
    const { book, ladder, pending, walk, prior } = this;
    const mark = input.mark ?? input.candle;
    const { forced } = walkStep(walk, input, {
      book,
      ladder,
      approach: prior.approach,
      pathOrder: this.pathOrder,
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
    pending.volumeKnown &&= input.candle.volume !== undefined;
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
    if (waits) owe(book.owed, profile, amounts);
    for (const side of [LONG, SHORT] as const) {
      openNever(book, { side, amount: amounts[side], fastShare: prior.neverFastShare });
      this.openTurnover(side, profile, { amount: amounts[side], fromRung: waits ? ladder.farRungs : 0, toRung: nearRung });
      // At the candle's prices, but not where the candle would have swept it again.
      const sweptFrom = rowCoordinate(side === LONG ? mark.low : mark.high);
      open(book, ladder, { side, profile, amount: gone[side], sweptFrom, fromRung: nearRung, toRung: book.rungCount });
      pending.turnover[side] += amounts[side];
    }
    if (nearRung === book.rungCount) notePending(pending, profile, Math.max(of.volume, 1e-9));
  }

  /** Opens at prices from which the mark has not moved since. */
  private openTurnover(side: 0 | 1, profile: Profile, { amount, fromRung, toRung }: { amount: number; fromRung: number; toRung: number }): void {
    const sweptFrom = side === LONG ? Infinity : -Infinity;
    open(this.book, this.ladder, { side, profile, amount, sweptFrom, fromRung, toRung });
  }

  private takeOpenInterest(sample: { time: number; openInterest: number }, price: number): void {
    const { state, pending, book, ladder, prior, hazards } = this;
    if (!this.ready) {
      // The first sample only sets the size of the book that volume has shaped so far.
      state.ready = 1;
      weighCoverage(this.coverage, notionalUsd(this.instrument.contract, sample.openInterest, price));
    } else {
      const change = sample.openInterest - state.openInterest;
      // Each contract that opens or closes is traded: without known volume half of a change counts as explained.
      const unexplained = pending.volumeKnown ? Math.max(0, Math.abs(change) - pending.tradedVolume) : Math.abs(change) / 2;
      if (prior.learning && pending.volumeKnown) learnPace(state, { ...sample, closed: Math.min(pending.turnover[LONG], pending.turnover[SHORT]) });
      noteExplained(this.state, Math.abs(change) - unexplained);
      noteChange(this.explained, sample.time, { changed: Math.abs(change), unexplained });
      reconcile(book, ladder, {
        change,
        pending,
        neverFastShare: prior.neverFastShare,
        hazards,
        keeps: this.keeps,
        observer: this.observer,
      });
    }
    state.openInterest = Math.max(SMALLEST_OPEN_INTEREST, sample.openInterest);
    clearPending(pending);
  }

  private learn(input: StepInput): void {
    const { book, ladder, evidence, priorLevel, pinned, feedShare, state } = this;
    const { learning } = this.prior;
    const { instrument, marginRule } = this;
    if (learning && this.ready)
      learnStep(input, { book, ladder, evidence, priorLevel, learning, pinned, instrument, marginRule, feedShare, swept: this.walk.totals.swept, state });
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

  /** The ladder as it stands: what was believed, what has been learned and from how much. */
  weights(): LadderWeights {
    return ladderWeights(this);
  }

  /** What stands per side, rung and never rung, in the conserved unit: for tests and the model page. */
  standingByRung(side: 0 | 1): RungStandings {
    return standingByRung(this.book, this.ladder, side);
  }
}
