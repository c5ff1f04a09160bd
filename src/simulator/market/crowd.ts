import type { InstrumentDeclaration } from "./instrument-declaration.ts";
import type { Recorder } from "./recorder.ts";

export interface CrowdOptions {
  readonly seed: string;
  readonly coin: string;
  /** Epoch ms, a multiple of a tick. */
  readonly start: number;
  readonly instruments: readonly InstrumentDeclaration[];
  /** Days of candles that are kept. */
  readonly keepDays: number;
}

/** The traders of one coin, spread over its instruments on all exchanges. The same options and commands give the same crowd. */
export interface Crowd {
  readonly coin: string;
  /** The instant up to which every recorder has recorded. */
  readonly now: number;
  /** One per instrument, in the order declared. A recorder's `advanceTo` advances the whole crowd. */
  readonly recorders: readonly Recorder[];
  /** Records everything stamped before `time` on every instrument. */
  advanceTo(time: number): void;
  /** From the next tick on, news move fair price by `fraction` (-0.3: down by 30 %) within `overMs`; what it forces moves it further. */
  jump(order: { readonly fraction: number; readonly overMs: number }): void;
  /** From the next tick on nothing trades there, and all positions are settled at the mark. `not-found` when there is no such instrument. */
  delist(instrument: { readonly exchange: string; readonly symbol: string }): void;
  /** For `durationMs` from the next tick on the same round trips are printed in `factor` times as many trades on every instrument. */
  burst(order: { readonly factor: number; readonly durationMs: number }): void;
}
