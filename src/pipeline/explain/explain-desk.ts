import { AppError } from "#core/app-error.ts";
import { type Instrument, type InstrumentId, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { CellAsked } from "#engine/explain/cell-plan.ts";
import type { ExplainedPart, Explanation } from "#engine/explain/explanation.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { WeightsToPin } from "#engine/learning/pinned-weights.ts";
import { STORED_KINDS, type Store } from "#storage/store.ts";
import { createBreather } from "#pipeline/breather.ts";
import { explainEvents } from "./explain-events.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { createTurnstile } from "#pipeline/turnstile.ts";

/** Explains cells of running markets from what the store has recorded, one at a time and in small slices, so that live work goes on. */
export interface ExplainDesk {
  /**
   * Rejects with `not-found` where there is no map at that time, `unavailable` when too many wait already,
   * and with the signal's reason when nobody waits for it any more.
   */
  explain(market: MarketView, instrument: Instrument, question: ExplainQuestion): Promise<ExplainedCell>;
  /** Ends what is being explained; resolves when nothing reads the store any more. */
  stop(): Promise<void>;
}

/** A part of a cell, and the market that it is of. */
export interface MarketPart extends ExplainedPart {
  readonly market: InstrumentId;
}

export interface ExplainedCell extends Explanation {
  readonly parts: readonly MarketPart[];
}

export interface ExplainQuestion {
  readonly asked: CellAsked;
  /** Epoch ms. */
  readonly time: number;
  readonly signal: AbortSignal;
}

/** How long a replay may hold the event loop. */
const SLICE_MS = 8;
const MOST_WAITING = 4;

export function createExplainDesk(store: Store, pinned: ReadonlyMap<InstrumentId, WeightsToPin>): ExplainDesk {
  const stopping = new AbortController();
  const oneByOne = createTurnstile();
  let waiting = 0;

  async function replay(instrument: Instrument, { stepMs }: MarketView, { asked, time, signal }: ExplainQuestion): Promise<ExplainedCell> {
    const either = AbortSignal.any([signal, stopping.signal]);
    either.throwIfAborted();
    const id = instrumentId(instrument);
    const range = { from: asMs(0), to: asMs(Math.floor(time) + 1) };
    const recorded = {
      instrument,
      stepMs: asMs(stepMs),
      events: () => store.readEvents(id, STORED_KINDS, range),
      fresh: () => createEstimator(instrument, { pinned: pinned.get(id) }),
    };
    const explanation = await explainEvents(recorded, asked, { time, breathe: createBreather(SLICE_MS), signal: either });
    return { ...explanation, parts: explanation.parts.map((part) => Object.assign({ market: id }, part)) };
  }

  return {
    async explain(market, instrument, question) {
      if (market.lastTime === null) throw new AppError("not-found", `${market.id} has no map yet: its history is ${market.backfill.state}`);
      if (waiting >= MOST_WAITING) throw new AppError("unavailable", `${waiting} cells are being explained already: ask again in a few seconds`);
      waiting++;
      return oneByOne(() => replay(instrument, market, { ...question, time: Math.min(question.time, market.lastTime ?? Infinity) })).finally(() => waiting--);
    },
    async stop() {
      stopping.abort(new AppError("unavailable", "the server is stopping"));
      await oneByOne(async () => undefined);
    },
  };
}
