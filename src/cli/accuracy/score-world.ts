import { DAY_MS } from "#core/units.ts";
import { type BandCalibration, tallyBands } from "#engine/score/band-calibration.ts";
import { type MapScore, scoreMap } from "#engine/score/map-score.ts";
import type { Contender } from "./contender.ts";
import type { World } from "./world-folder.ts";

/** Scores of one contender at one instant of a world: one per side. */
export interface InstantScore {
  readonly world: string;
  readonly contender: string;
  /** Whole days since the world began; instants of the second week are 7 and later. */
  readonly day: number;
  readonly sides: readonly MapScore[];
  /** Whether its bands held; undefined when it states none. */
  readonly bands: BandCalibration | undefined;
}

/** Runs a contender over a world's published steps and compares its map with the truth at every instant that the truth is known. */
export function scoreContender(contender: Contender, world: World): readonly InstantScore[] {
  const maker = contender.make(world.instrument, world);
  const scores: InstantScore[] = [];
  let next = 0;
  for (const input of world.steps) {
    const end = input.start + input.durationMs;
    maker.step(input);
    while (next < world.truth.length && world.truth[next].time < end) next++;
    const truth = world.truth[next];
    if (truth?.time !== end) continue;
    const map = maker.map();
    if (!map) continue;
    const band = maker.band?.();
    const sides = scoreMap(map, truth.map, { mark: truth.mark, band });
    const bands = band && tallyBands({ estimate: map, truth: truth.map, band, mark: truth.mark, openInterestUsd: truth.openInterestUsd });
    scores.push({ world: world.name, contender: contender.name, day: Math.floor((end - world.start) / DAY_MS), sides, bands });
  }
  return scores;
}
