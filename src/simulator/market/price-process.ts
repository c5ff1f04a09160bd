import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import type { CoinCharacter } from "./coin-profile.ts";
import { createRandom } from "./random.ts";
import type { WorldParameters } from "./world-parameters.ts";

/** News and noise of one coin's fair price, before any trader of this market acts. */
export interface PriceProcess {
  /** Log return over one tick that starts at `time` (epoch ms). */
  step(time: number): number;
  /** Standard deviation of a tick's return now. */
  readonly tickVolatility: number;
  /** Volatility now over its long-run level, about 1. */
  readonly relativeVolatility: number;
}

const FAST_MS = 90 * MINUTE_MS;
const SLOW_MS = 36 * HOUR_MS;
const EXCITEMENT_MS = 40 * MINUTE_MS;
/** A jump is traded over half a minute, not printed in one tick. */
const JUMP_MS = 30_000;
/** Jumps add to the day's variance; the diffusion leaves this share to them. */
const DIFFUSION_SHARE = 0.9;

/**
 * Volatility is the exponential of two Ornstein-Uhlenbeck processes (hours, days), a day's rhythm and an after-shock of jumps.
 * Volatility, jumps and the common return are drawn from the world's seed alone, so that every coin sees the same ones.
 */
export function createPriceProcess(seed: string, at: { character: CoinCharacter; world: WorldParameters; tickMs: number }): PriceProcess {
  const { character, world, tickMs } = at;
  const common = createRandom(`${seed}/factor`);
  const own = createRandom(`${seed}/${character.coin}/price`);
  const fast = ornsteinUhlenbeck(world.fastVolatilityOfVolatility, FAST_MS, tickMs);
  const slow = ornsteinUhlenbeck(world.slowVolatilityOfVolatility, SLOW_MS, tickMs);
  const rootMeanSquare = Math.exp(world.fastVolatilityOfVolatility ** 2 + world.slowVolatilityOfVolatility ** 2);
  const tickVolatilityOfMean = (DIFFUSION_SHARE * world.dailyVolatility * character.volatilityRatio * Math.sqrt(tickMs / DAY_MS)) / rootMeanSquare;
  const jumpChance = (world.jumpsPerDay * tickMs) / DAY_MS;
  const correlation = character.factorCorrelation;
  const ownWeight = Math.sqrt(1 - correlation * correlation);
  const excitementDecay = Math.exp(-tickMs / EXCITEMENT_MS);
  const jumpTicks = Math.max(1, Math.round(JUMP_MS / tickMs));
  let fastLog = world.fastVolatilityOfVolatility * common.normal();
  let slowLog = world.slowVolatilityOfVolatility * common.normal();
  let excitement = 0;
  let jumpPerTick = 0;
  let jumpTicksLeft = 0;
  let relative = 1;

  return {
    step(time) {
      fastLog = fast.keep * fastLog + fast.shock * common.normal();
      slowLog = slow.keep * slowLog + slow.shock * common.normal();
      excitement *= excitementDecay;
      if (common.chance(jumpChance)) {
        const size = common.exponential(world.meanJump) * character.volatilityRatio;
        jumpPerTick = (common.chance(0.54) ? -size : size) / jumpTicks;
        jumpTicksLeft = jumpTicks;
        excitement = Math.min(4, excitement + (0.8 * size) / (world.meanJump * character.volatilityRatio));
      }
      relative = Math.exp(fastLog + slowLog) * Math.sqrt(1 + excitement) * hourOfDayFactor(time);
      const jump = jumpTicksLeft-- > 0 ? jumpPerTick : 0;
      return tickVolatilityOfMean * relative * (correlation * common.normal() + ownWeight * own.normal()) + jump;
    },
    get tickVolatility() {
      return tickVolatilityOfMean * relative;
    },
    get relativeVolatility() {
      return relative;
    },
  };
}

function ornsteinUhlenbeck(deviation: number, relaxationMs: number, tickMs: number): { keep: number; shock: number } {
  const keep = Math.exp(-tickMs / relaxationMs);
  return { keep, shock: deviation * Math.sqrt(1 - keep * keep) };
}

/** Busiest when Europe and America trade together, about 15 h UTC. */
export function hourOfDayFactor(time: number): number {
  return 1 + 0.25 * Math.cos((2 * Math.PI * ((time % DAY_MS) - 15 * HOUR_MS)) / DAY_MS);
}
