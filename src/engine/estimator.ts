import type { Coverage } from "./coverage.ts";
import type { LeverageShares } from "#core/events.ts";
import type { HeatSnapshot } from "#core/heat-column.ts";
import type { Instrument } from "#core/instrument.ts";
import type { LadderWeights } from "./ladder-weights.ts";
import type { MarginRule } from "./margin/margin-rule.ts";
import type { SeenPosition } from "./priors/locate-seen.ts";
import type { SeenLeverage } from "./priors/seen-leverage.ts";
import type { StepForecast, StepInput } from "./step.ts";
import type { MarkedSpread } from "./uncertainty/map-spread.ts";
import type { BookGrounds } from "./uncertainty/reliability.ts";

/** What the levels of a step were swept by: the mark price, or the traded price in its stead. */
export type MarkSource = "mark" | "last";

/** The running estimate of one instrument. Pure state machine: same steps in, same bytes out. */
export interface Estimator {
  readonly instrument: Instrument;
  /** Name and version, e.g. `ladder@7`. Columns made by different versions are never mixed. */
  readonly model: string;
  /** False until the first open interest has been seen: there is no map yet. */
  readonly ready: boolean;
  /** 1 - sum |unexplained dOI| / sum |dOI| over the last 24 h: how much of the change in open interest traded volume can account for. */
  readonly explainedShare: number;
  /** Of the last step; `last` before the first. */
  readonly markSource: MarkSource;
  /** What has been learned of the share of forced volume that the liquidation feed prints. */
  readonly coverage: Readonly<Coverage>;
  /** What liquidation prices are computed by: the exchange's rule and the brackets in force. */
  readonly marginRule: MarginRule;
  /** The newest spread of published positions over leverage that it has been told of. */
  readonly seenLeverage: SeenLeverage | undefined;
  /** How published positions of a side, `seen` of its open interest, spread over the ladder now. */
  sharesOfSeen(side: 0 | 1, positions: readonly SeenPosition[], seen: number): LeverageShares;
  /** Advances by one step. Steps must follow each other in time; a gap is allowed and lowers `explainedShare`. */
  step(input: StepInput): StepForecast;
  /** Takes an open-interest sample that became known after the last step, without a candle: for a map between two steps. Ignored before the first step. */
  observe(sample: { readonly time: number; readonly openInterest: number }): void;
  /**
   * The book now, in USD per price row and plane. Throws when not ready. `reuse` gives back the memory of an earlier snapshot.
   * `reach`: how far from mark, as a fraction of it, at least (default: the whole map); rows that two reaches share are the same.
   */
  snapshot(reuse?: HeatSnapshot, reach?: number): HeatSnapshot;
  /** The model's ladder as it stands, to be looked at, kept or pinned. */
  weights(): LadderWeights;
  /** What the map now may be wrong by. Throws when not ready. Not part of a step: made when asked for. */
  spread(): MarkedSpread;
  /** What the estimate rests on by now, for `reliabilityOf`. */
  readonly grounds: BookGrounds;
  /** Makes this estimator's state equal to `other`'s (same instrument and model), reusing its memory: for provisional columns. */
  copyFrom(other: Estimator): void;
  /** The whole state as bytes; {@link Estimator.restore} of a fresh estimator continues bit for bit. */
  save(): Uint8Array;
  /** Throws `bad-input` when the bytes are of another instrument or model version. */
  restore(state: Uint8Array): void;
}
