import type { CoinProfile } from "./coin-profile.ts";

type Contract = Pick<CoinProfile, "contract" | "lotSize">;

/** USD value of `lots` at a price; an inverse contract's face does not depend on it. */
export const notionalOf = ({ contract, lotSize }: Contract, lots: number, price: number): number =>
  contract === "linear" ? price * lots * lotSize : lots * lotSize;

/** The same in the settle coin, in which margin is counted: USD (linear), base coin (inverse). */
export const settleValueOf = ({ contract, lotSize }: Contract, lots: number, price: number): number =>
  contract === "linear" ? price * lots * lotSize : (lots * lotSize) / price;

/** Whole lots worth `usd` at a price, at least one. */
export const lotsOfUsd = (contract: Contract, usd: number, price: number): number => Math.max(1, Math.round(usd / notionalOf(contract, 1, price)));
