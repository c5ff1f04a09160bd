import { LADDER_PRIOR, type LadderPrior } from "#engine/ladder-prior.ts";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { USDM_DECLARATION } from "#simulator/binance/declaration.ts";
import { bracketsOfProfile, profileOfCoin } from "#simulator/market/coin-profile.ts";
import { HEDGED, ISOLATED } from "#simulator/market/positions.ts";
import { createRandom } from "#simulator/market/random.ts";
import { type TraderPlan, planTrader } from "#simulator/market/trader.ts";
import type { World } from "./world-folder.ts";

/** Traders asked about their plans: enough for a per cent. */
const ASKED = 60_000;
/** What the estimate would believe if it were told how the people of a world trade: read off many of its traders' plans, and its true never share. */
export function oraclePrior({ parameters, instrument, truth, start }: World): LadderPrior {
  const profile = profileOfCoin(instrument.coin, USDM_DECLARATION);
  const market = { world: parameters, profile, brackets: bracketsOfProfile(profile, start) };
  const random = createRandom("oracle");
  const plans = Array.from({ length: ASKED }, (_, i) => planTrader(random, (i % 2) as 0 | 1, market));
  const drawn = plans.filter(({ mode }) => mode !== HEDGED);
  const holdMs = weighedMean(drawn, ({ meanHoldMs }) => meanHoldMs);
  const ends = drawn.filter(({ stop }) => stop !== undefined);
  return {
    ...LADDER_PRIOR,
    opened: LADDER_PRIOR.rungs.map(({ margin }, rung) =>
      shareOf(drawn, ({ leverage, mode }) => (mode === ISOLATED && leverage > 4) === (margin === "isolated") && within(RUNG_RANGES[rung], leverage)),
    ),
    neverShare: [0, 1].map((side) => openedNever(truth[0].neverUsd[side] / truth[0].openInterestUsd, holdMs)) as [number, number],
    fastShare: [fastShareAround(drawn, [0, 4]), fastShareAround(drawn, [40, Infinity])].map((share) =>
      Math.min(0.98, Math.max(0.02, share(parameters.fastHoldMs))),
    ) as [number, number],
    neverFastShare: 0,
    holding: {
      fastHalfLifeHours: (Math.LN2 * parameters.fastHoldMs) / HOUR_MS,
      slowHalfLifeHours: (Math.LN2 * parameters.slowHoldMs) / HOUR_MS,
      statedAtLeverage: 4,
      leverageExponent: SLOW_HOLD_EXPONENT,
    },
    approach: {
      // Here every stop has been reached.
      distanceLeft: 1 - ends.reduce((furthest, { stop, leverage }) => Math.max(furthest, (stop?.distance ?? 0) * leverage), 0),
      closes: shareOf(drawn, ({ stop }) => stop !== undefined),
    },
    dailyVolatility: parameters.dailyVolatility,
    coverage: { complete: parameters.feedCoverage, "one-per-second": parameters.feedCoverage, unknown: parameters.feedCoverage },
    learning: undefined,
  };
}

/** Leverages nearest to each rung, among those of its margin. */
const RUNG_RANGES = LADDER_PRIOR.rungs.map((rung) => {
  const alike = LADDER_PRIOR.rungs.filter(({ margin }) => margin === rung.margin);
  const at = alike.indexOf(rung);
  return {
    from: at === 0 ? 0 : Math.sqrt(rung.leverage * alike[at - 1].leverage),
    to: at === alike.length - 1 ? Infinity : Math.sqrt(rung.leverage * alike[at + 1].leverage),
  };
});
/** Traders of the simulator hold shorter with more leverage, see its trader.ts. */
const SLOW_HOLD_EXPONENT = 0.2;

const within = ({ from, to }: { from: number; to: number }, leverage: number): boolean => leverage > from && leverage <= to;

/** The never rung holds as long as the slow cohort: its share of opens is smaller than that of what stands. */
function openedNever(standing: number, meanHoldMs: number): number {
  const neverHoldMs = 8 * DAY_MS;
  const opened = standing / neverHoldMs;
  return opened / (opened + (1 - standing) / meanHoldMs);
}

/** Share that leaves within hours among plans of a range of leverage, given the fast mean. */
const fastShareAround =
  (plans: readonly TraderPlan[], [above, to]: readonly [number, number]) =>
  (fastHoldMs: number): number => {
    const around = plans.filter(({ leverage }) => leverage > above && leverage <= to);
    return weighedMean(around, ({ meanHoldMs }) => (Math.abs(meanHoldMs / fastHoldMs - 1) < 1e-9 ? 1 : 0));
  };

const shareOf = (plans: readonly TraderPlan[], holds: (plan: TraderPlan) => boolean): number => weighedMean(plans, (plan) => (holds(plan) ? 1 : 0));

/** Mean by notional; 0 of nothing. */
function weighedMean(plans: readonly TraderPlan[], value: (plan: TraderPlan) => number): number {
  let sum = 0;
  let weight = 0;
  for (const plan of plans) {
    sum += plan.notionalUsd * value(plan);
    weight += plan.notionalUsd;
  }
  return weight > 0 ? sum / weight : 0;
}
