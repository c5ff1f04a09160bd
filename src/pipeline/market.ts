import type { BracketsEvent, MarketEvent } from "#core/events.ts";
import { type Instrument, type InstrumentId, instrumentId, notionalUsd } from "#core/instrument.ts";
import { MINUTE_MS } from "#core/units.ts";
import type { LadderWeights } from "#engine/ladder-weights.ts";
import type { AccountPosition, StreamHealth } from "#exchanges/exchange.ts";
import type { Book } from "./book.ts";
import { type Arrivals, createArrivals } from "./arrivals.ts";
import { createInbox } from "./inbox.ts";
import { type LiveMarket, goLive } from "./live-market.ts";
import { loadMarket } from "./load-market.ts";
import type { MarketOptions } from "./market-options.ts";
import { createMarketState } from "./market-state.ts";
import type { MarketView } from "./market-view.ts";
import type { MeasuredBook } from "./measured/measured-book.ts";
import { createMeasuredDesk } from "./measured/measured-desk.ts";
import { createRealisedDesk } from "./realised-desk.ts";

/** One market from its first history to its live edge. */
export interface Market {
  readonly id: InstrumentId;
  readonly instrument: Instrument;
  view(): MarketView;
  /** The newest book, provisional while a step forms; undefined until there is a map. */
  book(): Book | undefined;
  /** What accounts were seen to hold, where the exchange publishes that; undefined until some was seen. */
  measured(): MeasuredBook | undefined;
  /** Takes live events in. Never throws. */
  accept(event: MarketEvent): void;
  /** Measures, every minute from now on, what these accounts hold. */
  followAccounts(read: () => readonly AccountPosition[]): void;
  /** Moves a live market on; called about once a second. */
  tick(): void;
  health(): StreamHealth | undefined;
  /** The model's ladder now; undefined until there is a map. */
  weights(): LadderWeights | undefined;
  /** Name and version of its model, undefined until its run is open. */
  readonly model: string | undefined;
  /** How long the last provisional column took, in ms of the event loop. */
  readonly provisionalMs: number;
  /** Ends the work and writes the checkpoint. */
  stop(): Promise<void>;
}

/** Starts loading a market at once; it goes live by itself when its history is done. */
export function startMarket(options: MarketOptions): Market {
  const { instrument, exchange, publish, recorder } = options;
  const id = instrumentId(instrument);
  const state = createMarketState(instrument, exchange?.declaration, options.clock);
  const realised = createRealisedDesk(options);
  const measured = createMeasuredDesk({ ...options, now: () => options.clock.now(), onProblem: (problem) => options.onProblem(id, problem) });
  const inbox = createInbox(instrument, MINUTE_MS);
  const stopping = new AbortController();
  let live: LiveMarket | undefined;
  let arrivals: Arrivals | undefined;
  let moving: Promise<void> = Promise.resolve();
  let publishing: Promise<void> = Promise.resolve();
  /** Published brackets count from when the estimate hears of them: while history loads they wait. */
  let heldBrackets: BracketsEvent | undefined;
  let busy = false;
  let called = false;

  async function load() {
    try {
      const run = await loadMarket({ ...options, state, signal: stopping.signal });
      if (exchange === undefined || stopping.signal.aborted) return;
      arrivals = createArrivals({ steppedTo: () => run.time, fundedUntil: run.time ?? 0 });
      const waiting = inbox.waiting();
      inbox.forget(run.time ?? 0);
      for (const event of waiting) {
        const taken = arrivals.take(event);
        if (taken) recorder.record([taken]);
        if (taken && taken !== event) inbox.accept(taken);
      }
      live = goLive({ ...options, exchange, run, inbox, state, arrivals, signal: stopping.signal });
      if (heldBrackets) live.hearBrackets(heldBrackets);
    } catch (error) {
      if (!stopping.signal.aborted) options.onProblem(id, error instanceof Error ? error.message : String(error));
    }
  }
  const loading = load();

  /** A call during a move is answered by one more move, however many there were. */
  async function moveWhileCalled(market: LiveMarket) {
    busy = true;
    while (called) {
      called = false;
      await market.move();
    }
    busy = false;
  }

  return {
    id,
    instrument,
    view: () => state.view(measured.book()),
    book: () => state.book,
    measured: () => measured.book(),
    followAccounts: (read) => measured.follow(read),
    accept(arrived) {
      if (arrived.kind === "brackets") {
        heldBrackets = arrived;
        live?.hearBrackets(arrived);
        return;
      }
      const event = arrivals ? arrivals.take(arrived) : arrived;
      if (event === undefined) return;
      inbox.accept(event);
      if (live) recorder.record([event]);
      if (live && event.kind === "liquidation") realised.note(event);
      state.observe(event);
      measured.observe(event);
      if (event.kind === "mark") publish({ kind: "mark", market: id, time: event.time, mark: event.mark });
      else if (event.kind === "liquidation")
        publish({ kind: "liquidation", market: id, liquidation: event, usd: notionalUsd(instrument.contract, event.size, event.price) });
    },
    tick() {
      called = true;
      publishing = publishing.then(() => realised.publish()).then(() => measured.measure());
      if (live && !busy) moving = moveWhileCalled(live);
    },
    health: () => live?.health(),
    weights: () => state.weights(),
    get model() {
      return state.model;
    },
    get provisionalMs() {
      return live?.provisionalMs ?? 0;
    },
    async stop() {
      stopping.abort(new Error("stopping"));
      await loading;
      await moving;
      await publishing;
      await live?.checkpoint();
    },
  };
}
