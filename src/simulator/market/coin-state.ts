import { MINUTE_MS } from "#core/units.ts";
import type { MarketState } from "./market-state.ts";
import type { PriceProcess } from "./price-process.ts";

const TREND_MS = 30 * MINUTE_MS;

/** What all instruments of a coin share. */
export interface CoinState {
  readonly process: PriceProcess;
  readonly tickMs: number;
  readonly markets: MarketState[];
  /** What the coin is worth, were it not for the last minutes' orders. */
  fair: number;
  /** Standardised return of the last half hour. */
  trend: number;
  /** How lively trading is: more so when price moves, about 1. */
  activity: number;
  /** Traders that ever came; one may hold positions on more than one instrument. */
  traders: number;
  /** A move on command: logarithm of price per tick. */
  readonly push: { perTick: number; ticksLeft: number };
}

export const createCoinState = ({ process, tickMs, fair }: Pick<CoinState, "process" | "tickMs" | "fair">): CoinState => ({
  process,
  tickMs,
  markets: [],
  fair,
  trend: 0,
  activity: activityOf(process),
  traders: 0,
  push: { perTick: 0, ticksLeft: 0 },
});

/** The news of one tick that starts at `time`: fair price moves, and with it the trend that traders see in the next. */
export function moveFair(coin: CoinState, time: number): void {
  const { process, push } = coin;
  const surprise = process.step(time) + (push.ticksLeft-- > 0 ? push.perTick : 0);
  coin.fair *= Math.exp(surprise);
  coin.activity = activityOf(process);
  coin.trend = trendAfter(coin, surprise / process.tickVolatility);
}

const activityOf = ({ relativeVolatility }: PriceProcess): number => Math.min(4, Math.max(0.3, relativeVolatility ** 0.8));

/** From the next tick on, news move fair price by `fraction` (-0.3: down by 30 %) within `overMs`; what it forces moves it further. */
export function pushFair({ push, tickMs }: CoinState, { fraction, overMs }: { fraction: number; overMs: number }): void {
  push.ticksLeft = Math.max(1, Math.round(overMs / tickMs));
  push.perTick = Math.log1p(fraction) / push.ticksLeft;
}

function trendAfter({ trend, tickMs }: CoinState, standardReturn: number): number {
  const keep = Math.exp(-tickMs / TREND_MS);
  return Math.max(-4, Math.min(4, keep * trend + Math.sqrt(1 - keep * keep) * standardReturn));
}
