import type { Ms } from "./units.ts";

/** Key of an instrument in every map, table and address: `exchange:symbol`, e.g. `binance:BTCUSDT`. */
export type InstrumentId = `${string}:${string}`;

/**
 * `linear`: size, open interest and volume are in base coin.
 * `inverse`: they are in USD face (contracts x contract size).
 */
export type ContractKind = "linear" | "inverse";

/** How much of the forced orders a feed shows. */
export type FeedSampling = "complete" | "one-per-second" | "unknown";
export const FEED_SAMPLINGS: readonly FeedSampling[] = ["complete", "one-per-second", "unknown"];

/** Which exchanges a liquidation feed covers, and how much of them it shows. */
export interface LiquidationFeed {
  readonly exchanges: readonly string[];
  readonly sampling: FeedSampling;
}

/** One perpetual or dated future on one exchange, as `instrument.json` of a market folder holds it (docs/history-files.md). */
export interface Instrument {
  readonly exchange: string;
  readonly symbol: string;
  readonly coin: string;
  readonly contract: ContractKind;
  /** Base coin (linear) or USD (inverse) in one contract. */
  readonly contractSize: number;
  /** Smallest price step, in quote currency. */
  readonly tickSize: number;
  /** Name of the margin model in the engine's registry, e.g. `binance-usdm`. */
  readonly marginModel: string;
  /** Name of the ladder prior in the engine's registry. Default: the one that is on file for the margin model, else the generic one. */
  readonly ladderPrior?: string;
  /** Coins per quoted unit (1000PEPE: 1000). Rows are of the instrument's own quotes, see docs/estimation.md section 8. Default 1. */
  readonly priceMultiplier?: number;
  readonly liquidationFeed?: LiquidationFeed;
  /** Delivery of a dated future; absent: perpetual. */
  readonly expiry?: Ms;
  /** What the exchange says of the listing, for people and programs; the estimate does not use it. */
  readonly listing?: ListingFacts;
}

export interface ListingFacts {
  /** Currency of the price and of the margin, e.g. USDT; an inverse contract is quoted in USD and settled in its coin. */
  readonly quote: string;
  readonly settle: string;
  readonly maxLeverage?: number;
  /** Smallest step of a quantity, in the conserved unit. */
  readonly sizeStep?: number;
  readonly fundingIntervalMs?: Ms;
  /** When a perpetual stops trading, once its exchange has said so: it is being delisted. */
  readonly endsAt?: Ms;
}

export const instrumentId = ({ exchange, symbol }: Pick<Instrument, "exchange" | "symbol">): InstrumentId => `${exchange}:${symbol}`;

/** USD notional of `size` (base, or USD face when inverse) at `price`. */
export function notionalUsd(contract: ContractKind, size: number, price: number): number {
  return contract === "linear" ? size * price : size;
}

/** The inverse of {@link notionalUsd}: size in the conserved unit that is worth `usd` at `price`. */
export function sizeOfUsd(contract: ContractKind, usd: number, price: number): number {
  return contract === "linear" ? usd / price : usd;
}
