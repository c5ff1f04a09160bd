import type { Timing } from "#exchanges/connection/clock.ts";
import type { BinanceRest } from "./endpoints.ts";

/** What every part of the adapter needs to talk to Binance. */
export interface BinanceContext {
  readonly rest: BinanceRest;
  readonly wsUrl: string;
  readonly timing: Timing;
}
