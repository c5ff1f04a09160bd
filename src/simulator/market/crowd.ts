import { AppError } from "#core/app-error.ts";
import { pushFair } from "./coin-state.ts";
import { createCrowdMarket, endInstrument, tickCrowd } from "./crowd-market.ts";
import { burstTrades } from "./market-state.ts";
import type { InstrumentDeclaration } from "./instrument-declaration.ts";
import { type Recorder, recordTogether } from "./recorder.ts";

export interface CrowdOptions {
  readonly seed: string;
  readonly coin: string;
  /** Epoch ms, a multiple of a tick. */
  readonly start: number;
  readonly instruments: readonly InstrumentDeclaration[];
  /** Days of candles that are kept. */
  readonly keepDays: number;
}

/** The traders of one coin, spread over its instruments on all exchanges. The same options and commands give the same crowd. */
export interface Crowd {
  readonly coin: string;
  /** The instant up to which every recorder has recorded. */
  readonly now: number;
  /** One per instrument, in the order declared. A recorder's `advanceTo` advances the whole crowd. */
  readonly recorders: readonly Recorder[];
  /** Records everything stamped before `time` on every instrument. */
  advanceTo(time: number): void;
  /** From the next tick on, news move fair price by `fraction` (-0.3: down by 30 %) within `overMs`; what it forces moves it further. */
  jump(order: { readonly fraction: number; readonly overMs: number }): void;
  /** From the next tick on nothing trades there, and all positions are settled at the mark. `not-found` when there is no such instrument. */
  delist(instrument: { readonly exchange: string; readonly symbol: string }): void;
  /** For `durationMs` from the next tick on the same round trips are printed in `factor` times as many trades on every instrument. */
  burst(order: { readonly factor: number; readonly durationMs: number }): void;
}

/** A crowd whose history begins at `start`. `not-found` without an instrument. */
export function createCrowd({ keepDays, ...options }: CrowdOptions): Crowd {
  const market = createCrowdMarket(options);
  const { coin } = market;
  const delisted: { exchange: string; symbol: string }[] = [];
  const tick = () => {
    for (const instrument of delisted.splice(0)) endInstrument(market, marketOf(instrument), "delisted");
    tickCrowd(market);
  };
  const recorders = recordTogether(coin.markets, { tick, seed: options.seed, start: options.start, keepDays });

  function marketOf({ exchange, symbol }: { exchange: string; symbol: string }) {
    const found = coin.markets.find(({ profile }) => profile.exchange === exchange && profile.symbol === symbol);
    if (found === undefined) throw new AppError("not-found", `the crowd of ${options.coin} does not trade ${exchange}:${symbol}`);
    return found;
  }

  return {
    coin: options.coin,
    get now() {
      return recorders[0].now;
    },
    recorders,
    advanceTo: (time) => recorders[0].advanceTo(time),
    jump({ fraction, overMs }) {
      if (!(fraction > -1)) throw new AppError("bad-input", `a price cannot move by ${fraction * 100} %`);
      pushFair(coin, { fraction, overMs });
    },
    delist: (instrument) => {
      marketOf(instrument);
      delisted.push(instrument);
    },
    burst(order) {
      for (const each of coin.markets) burstTrades(each, order);
    },
  };
}
