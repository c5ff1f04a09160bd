import type { StepInput } from "#engine/step.ts";
import type { BookMap } from "./bin-grid.ts";
import type { MapBand } from "./map-score.ts";

/** Whatever draws a map from published steps: the estimate, or a baseline that it has to beat. */
export interface MapMaker {
  step(input: StepInput): void;
  /** The map at the end of the last step; undefined while there is none, or when what it is drawn from is not known (volume). */
  map(): BookMap | undefined;
  /** Its p10-p90 band at the end of the last step, where it states one. */
  band?(): MapBand | undefined;
}
