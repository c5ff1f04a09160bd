import type { Instrument } from "#core/instrument.ts";
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
  readonly make: (instrument: Instrument) => MapMaker;
}
