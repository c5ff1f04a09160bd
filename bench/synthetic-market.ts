import type { EventOf, MarketEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { seededUniform } from "#engine/score/seeded-uniform.ts";
import { createStepBuilder } from "#engine/step-builder.ts";
import type { StepInput } from "#engine/step.ts";

export const BENCH_INSTRUMENT: Instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
  liquidationFeed: { exchanges: ["binance"], sampling: "one-per-second" },
};

const START = 1_767_225_600_000;
/** Open to extreme, as a fraction, beyond which a minute prints liquidations. */
const PRINTS_BEYOND = 0.001;

/** Parsed steps, see {@link syntheticMarket}. */
export const syntheticSteps = (days: number, seed = 7): StepInput[] => [...syntheticMarket(days, seed)];

/**
 * Steps of one-minute candles with 5-minute open interest, 8-hour funding and liquidations of fast minutes: a seeded random walk of about 2.5 % a
 * day with jumps.
 */
export function* syntheticMarket(days: number, seed = 7): Generator<StepInput> {
  const random = seededUniform(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const builder = createStepBuilder({ stepMs: MINUTE_MS, contract: "linear" });
  const instrument = instrumentId(BENCH_INSTRUMENT);
  let price = 90_000;
  let volatility = 0.00065;
  let openInterest = 90_000;
  for (let minute = 0; minute < days * 1440; minute++) {
    const start = START + minute * MINUTE_MS;
    volatility = 0.00065 * Math.exp(0.98 * Math.log(volatility / 0.00065) + 0.1 * normal());
    const open = price;
    const close = open * Math.exp(volatility * normal() + (random() < 0.0005 ? 0.01 * normal() : 0));
    const high = Math.max(open, close) * (1 + volatility * 0.5 * random());
    const low = Math.min(open, close) * (1 - volatility * 0.5 * random());
    const volume = 40 * Math.exp(0.5 * normal()) * (volatility / 0.00065);
    price = close;
    const time = asMs(start + MINUTE_MS);
    const events: MarketEvent[] = [];
    if (minute % 5 === 4) {
      openInterest *= 1 + 0.0008 * normal();
      events.push({ kind: "open-interest", instrument, time, openInterest });
    }
    if (minute % 480 === 479) events.push({ kind: "funding", instrument, time, rate: 0.0001 });
    if (low < open * (1 - PRINTS_BEYOND)) events.push(printOf("long", { time: start, price: low, size: random() }));
    if (high > open * (1 + PRINTS_BEYOND)) events.push(printOf("short", { time: start, price: high, size: random() }));
    events.push({
      kind: "candle",
      instrument,
      price: "last",
      openTime: asMs(start),
      intervalMs: MINUTE_MS,
      open,
      high,
      low,
      close,
      volume,
      takerBuyVolume: volume / 2,
      closed: true,
    });
    for (const event of events) {
      const step = builder.push(event);
      if (step) yield step;
    }
  }
}

const printOf = (positionSide: "long" | "short", of: { time: number; price: number; size: number }): EventOf<"liquidation"> => ({
  kind: "liquidation",
  instrument: instrumentId(BENCH_INSTRUMENT),
  positionSide,
  ...of,
  time: asMs(of.time),
});
