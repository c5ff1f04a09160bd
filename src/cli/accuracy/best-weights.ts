import { earthMover, overlap } from "#engine/score/map-measures.ts";
import { BAND_WIDTH } from "#engine/rung-bands.ts";
import type { SampleScore } from "#engine/score/positions-score.ts";
import type { SideMaps } from "#cli/fit-prior/unit-maps.ts";

const ROUNDS = 800;
/** Of ln(weight), in the first round; it falls with the rounds. */
const FIRST_STEP = 0.5;
const STEP_FALLS_OVER = 100;
/** No weight is let fall further below the largest, in ln. */
const WIDEST = 25;

/**
 * What the ladder could score at most: for each side the weights of its rungs that overlap best with these very samples. Nobody can know them: the
 * samples that they are scored on chose them.
 */
export function scoreBestWeights(maps: readonly SideMaps[]): readonly SampleScore[] {
  return ([0, 1] as const).flatMap((side) => {
    const mine = maps.filter((map) => map.side === side);
    return mine.length === 0 ? [] : scoresOf(mine, bestWeights(mine));
  });
}

function scoresOf(maps: readonly SideMaps[], weights: readonly number[]): readonly SampleScore[] {
  return maps.map((map) => {
    const drawn = mapOf(map, weights);
    const { time, side, truth, positions } = map;
    return { time, side, positions, overlap: overlap(drawn, truth), earthMover: earthMover(drawn, truth) * BAND_WIDTH };
  });
}

/** Climbs the gradient of the mean overlap in ln(weight); keeps the best seen. */
function bestWeights(maps: readonly SideMaps[]): readonly number[] {
  let logs = maps[0].rungs.map((_, rung) => -Math.log(maps.reduce((sum, { rungs }) => sum + total(rungs[rung].bins), 0) || Infinity));
  let best = { score: -1, weights: logs.map(Math.exp) };
  for (let round = 0; round < ROUNDS; round++) {
    const highest = Math.max(...logs);
    const weights = logs.map((log) => Math.exp(Math.max(log - highest, -WIDEST)) * (log > -Infinity ? 1 : 0));
    const { score, slope } = climb(maps, weights);
    if (score > best.score) best = { score, weights };
    const steepest = Math.max(...slope.map(Math.abs), Number.MIN_VALUE);
    const step = FIRST_STEP / (1 + round / STEP_FALLS_OVER);
    logs = weights.map((weight, rung) => Math.log(weight) + (step * slope[rung]) / steepest);
  }
  return best.weights;
}

/** Mean overlap by number of positions, and its slope by ln(weight). */
function climb(maps: readonly SideMaps[], weights: readonly number[]): { readonly score: number; readonly slope: readonly number[] } {
  const slope = weights.map(() => 0);
  const counted = maps.reduce((sum, { positions }) => sum + positions, 0);
  let score = 0;
  for (const map of maps) {
    const drawn = mapOf(map, weights);
    const all = total(drawn);
    const isBelow = drawn.map((value, bin) => (value / all < map.truth[bin] ? 1 : 0));
    const below = drawn.reduce((sum, value, bin) => sum + (isBelow[bin] * value) / all, 0);
    const share = map.positions / counted;
    score += share * overlap(drawn, map.truth);
    map.rungs.forEach(({ bins }, rung) => {
      const inBelow = bins.reduce((sum, value, bin) => sum + isBelow[bin] * value, 0);
      slope[rung] += (share * weights[rung] * (inBelow - below * total(bins))) / all;
    });
  }
  return { score, slope };
}

function mapOf({ rungs }: SideMaps, weights: readonly number[]): Float64Array {
  const drawn = new Float64Array(rungs[0].bins.length);
  rungs.forEach(({ bins }, rung) => bins.forEach((value, bin) => (drawn[bin] += weights[rung] * value)));
  return drawn;
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
