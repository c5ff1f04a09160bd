import type { Instrument, InstrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { WeightsToPin } from "#engine/learning/pinned-weights.ts";
import type { Exchange } from "#exchanges/exchange.ts";
import type { Store } from "#storage/store.ts";
import type { Clock } from "./clock.ts";
import type { HubListener } from "./hub-update.ts";
import type { Ending } from "./listing/listing-changes.ts";
import type { Recorder } from "./recorder.ts";
import type { Turnstile } from "./turnstile.ts";

/** What a market works with. */
export interface MarketOptions {
  readonly instrument: Instrument;
  /** Undefined: replay, the store is all there is. */
  readonly exchange: Exchange | undefined;
  /** It trades no more: what is stored is all there will be. Then `exchange` is undefined. */
  readonly ending?: Ending | undefined;
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  /** Weights to hold markets at; a market without any learns its own. */
  readonly pinned: ReadonlyMap<InstrumentId, WeightsToPin>;
  readonly depthMs: Ms;
  /** How far back the finest level of detail is made of history. Infinity: all of it. */
  readonly fineDepthMs: number;
  /** Place in the order in which markets are filled, where nobody looks at any. */
  readonly order: number;
  /** Somebody looks at it now. */
  readonly isAttended: () => boolean;
  readonly fetching: Fetching;
  /** All markets estimate one after the other, so that the first has its map soon. */
  readonly estimating: Turnstile;
  readonly publish: HubListener;
  /** A failure that the market survives, in words. */
  readonly onProblem: (market: InstrumentId, problem: string) => void;
}

/**
 * The markets of one exchange fetch one after the other: each asks for every kind of history at once, and together they would share what the exchange
 * allows. The last day, for a preview, waits for no whole history.
 */
export interface Fetching {
  readonly recent: Turnstile;
  readonly history: Turnstile;
}
