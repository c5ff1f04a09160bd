import { VENUES } from "#simulator/registry.ts";
import type { InstrumentDeclaration } from "./instrument-declaration.ts";
import type { MarketState } from "./market-state.ts";

/** Everything that the simulated exchanges list of a coin. */
export const instrumentsOf = (coin: string, start: number): InstrumentDeclaration[] =>
  VENUES.flatMap(({ declaration }) => declaration.instruments(coin, start));

export const idOf = ({ profile }: MarketState): string => `${profile.exchange}:${profile.symbol}`;
