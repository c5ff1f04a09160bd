import type { Instrument } from "#core/instrument.ts";
import type { PositionSample } from "#engine/score/positions-score.ts";
import type { MapMaker } from "#engine/score/map-maker.ts";
import type { World } from "./world-folder.ts";

/** Somebody who draws a map from published data, to be compared with the others. */
export interface Contender {
  /** As it stands in tables and in `--only`. */
  readonly name: string;
  /** `oracle`: is told what nobody can know. */
  readonly kind: "estimate" | "ablation" | "baseline" | "oracle";
  /** A fresh one. Only an oracle may look at the world. */
  readonly make: (instrument: Instrument, world: World) => MapMaker;
}

/** One who needs no world: for recorded markets. */
export interface MarketContender {
  readonly name: string;
  /** `variant`: the estimate with another prior, no baseline to be beaten. */
  readonly kind: "estimate" | "variant" | "baseline";
  /** Also scored on accounts that nothing was told of. */
  readonly onOthers?: boolean;
  /** A fresh one. */
  readonly make: (instrument: Instrument) => MapMaker;
  /** A fresh one to be scored on one day only, on which it may not have learned anything from that day. Absent: `make` has not, on any day. */
  readonly makeForDay?: (instrument: Instrument, day: ScoredDay) => MapMaker;
}

/** A day that is scored, and what had been published before it. */
export interface ScoredDay {
  /** ISO date. */
  readonly date: string;
  readonly earlier: readonly PositionSample[];
}
