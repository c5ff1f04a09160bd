import type { Instrument } from "#core/instrument.ts";
import { ladderPriorOf } from "#engine/priors/ladder-prior-of.ts";
import type { MapMaker } from "#engine/score/map-maker.ts";
import type { EstimatorOptions } from "#engine/estimator-options.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { fastShareOf } from "#engine/ladder.ts";
import { LADDER_PRIOR, type LadderPrior, rungsOf } from "#engine/ladder-prior.ts";
import { SCORED_REACH } from "#engine/score/map-score.ts";
import { createUniformMap, createVolumeProfileMap } from "#engine/score/plain-maps.ts";
import { createStaticTiers } from "#engine/score/static-tiers.ts";
import type { Contender, MarketContender } from "./contender.ts";
import { mapOfEstimator } from "./estimate-map.ts";
import { oraclePrior } from "./oracle-prior.ts";
import { toldEstimate } from "./told-estimate.ts";

/** All of the ladder's leverages, nobody exactly on one. */
const SPREAD_RUNGS = rungsOf([...new Set(LADDER_PRIOR.rungs.map(({ leverage }) => leverage))], []);

/** Everybody who is scored on simulated worlds, in the order of the tables. An ablation is one line. */
export const CONTENDERS: readonly Contender[] = [
  { name: "estimate", kind: "estimate", make: (instrument) => mapOfEstimator(createEstimator(instrument)) },
  { name: "oracle", kind: "oracle", make: (instrument, world) => mapOfEstimator(createEstimator(instrument, { prior: oraclePrior(world) })) },
  { name: "uniform map", kind: "baseline", make: (instrument) => createUniformMap(instrument, SCORED_REACH) },
  { name: "volume profile", kind: "baseline", make: (instrument) => createVolumeProfileMap(instrument, SCORED_REACH) },
  { name: "static tiers on volume", kind: "baseline", make: (instrument) => createStaticTiers(instrument, "volume") },
  { name: "static tiers on rises of open interest", kind: "baseline", make: (instrument) => createStaticTiers(instrument, "open-interest") },
  ablation("without learning", { prior: { ...LADDER_PRIOR, learning: undefined } }),
  ablation("without cohorts", { prior: oneCohort(LADDER_PRIOR) }),
  ablation("without path order", { pathOrder: "ignored" }),
  ablation("without stops", { prior: { ...LADDER_PRIOR, approach: { ...LADDER_PRIOR.approach, closes: 0 } } }),
  ablation("without isolated settings", { prior: { ...LADDER_PRIOR, rungs: SPREAD_RUNGS, opened: spreadOut(LADDER_PRIOR) } }),
];

/** Fraction of mark within which real positions are compared. */
const POSITIONS_REACH = 0.5;

/** Those who are scored on recorded positions. */
export const MARKET_CONTENDERS: readonly MarketContender[] = [
  {
    name: "estimate",
    kind: "estimate",
    make: (instrument) => withPriorOf(instrument, {}),
    makeForDay: (instrument, { date, earlier }) => toldEstimate(instrument, ladderPriorOf(instrument, { without: date }), earlier),
  },
  {
    name: "its prior fitted on other coins only",
    kind: "variant",
    onOthers: true,
    make: (instrument) => withPriorOf(instrument, { without: instrument.coin }),
    makeForDay: (instrument, { earlier }) => toldEstimate(instrument, ladderPriorOf(instrument, { without: instrument.coin }), earlier),
  },
  {
    name: "told nothing",
    kind: "variant",
    make: (instrument) => withPriorOf(instrument, {}),
    makeForDay: (instrument, { date }) => withPriorOf(instrument, { without: date }),
  },
  {
    name: "told nothing, its prior fitted on other coins only",
    kind: "variant",
    onOthers: true,
    make: (instrument) => withPriorOf(instrument, { without: instrument.coin }),
  },
  { name: "told nothing, its prior fitted on the same days too", kind: "variant", make: (instrument) => withPriorOf(instrument, {}) },
  {
    name: "told nothing, its prior the generic one",
    kind: "variant",
    make: (instrument) => mapOfEstimator(createEstimator(instrument, { prior: LADDER_PRIOR })),
  },
  { name: "uniform map", kind: "baseline", make: (instrument) => createUniformMap(instrument, POSITIONS_REACH) },
  { name: "volume profile", kind: "baseline", make: (instrument) => createVolumeProfileMap(instrument, POSITIONS_REACH) },
  { name: "static tiers on volume", kind: "baseline", make: (instrument) => createStaticTiers(instrument, "volume") },
  { name: "static tiers on rises of open interest", kind: "baseline", make: (instrument) => createStaticTiers(instrument, "open-interest") },
];

const withPriorOf = (instrument: Instrument, left: { without?: string }): MapMaker =>
  mapOfEstimator(createEstimator(instrument, { prior: ladderPriorOf(instrument, left) }));

/** What opens in each of {@link SPREAD_RUNGS}, in whatever margin. */
function spreadOut({ rungs, opened }: LadderPrior): readonly number[] {
  return SPREAD_RUNGS.map(({ leverage }) => opened.reduce((sum, share, rung) => sum + (rungs[rung].leverage === leverage ? share : 0), 0));
}

/** Everybody holds as long as the fast and the slow do on average, of what opens. */
function oneCohort(prior: LadderPrior): LadderPrior {
  const { holding, rungs, opened } = prior;
  const fast = rungs.reduce((sum, { leverage }, rung) => sum + opened[rung] * fastShareOf(leverage, prior), 0) / opened.reduce((sum, share) => sum + share, 0);
  const slowHalfLifeHours = fast * holding.fastHalfLifeHours + (1 - fast) * holding.slowHalfLifeHours;
  return { ...prior, fastShare: [0, 0], neverFastShare: 0, holding: { ...holding, slowHalfLifeHours } };
}

function ablation(name: string, options: EstimatorOptions): Contender {
  return { name, kind: "ablation", make: (instrument) => mapOfEstimator(createEstimator(instrument, options)) };
}
