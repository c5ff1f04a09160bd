import type { Bracket, Position } from "./margin-model.ts";

/** Index of the bracket that holds a position at `price` (0 and Infinity allowed); the last one when it is above every cap. */
export function bracketIndexAt(brackets: readonly Bracket[], position: Position, price: number): number {
  const notional = notionalAt(brackets[0], position, price);
  for (let index = 0; index < brackets.length; index++) if (notional <= brackets[index].cap) return index;
  return brackets.length - 1;
}

/** Size of a position as the bracket measures it. */
export function notionalAt({ unit = "usd" }: Bracket, { contract, size, contractSize = 1 }: Position, price: number): number {
  if (unit === "contracts") return size / contractSize;
  if (contract === "linear") return unit === "usd" ? size * price : size;
  return unit === "usd" ? size : size / price;
}

/** Price at which a position's notional is the cap of a bracket: inverse of {@link notionalAt}. Undefined where price does not move it. */
export function priceAtCap({ unit = "usd", cap }: Bracket, { contract, size }: Position): number | undefined {
  if (contract === "linear") return unit === "usd" ? cap / size : undefined;
  return unit === "base" ? size / cap : undefined;
}

/** Maintenance margin in the settle coin at `price`, in the bracket of the notional there; without closing fees. */
export function maintenanceAt(brackets: readonly Bracket[], position: Position, price: number): number {
  const { unit = "usd", maintenanceRate, maintenanceAmount, ratePerCoin = 0 } = brackets[bracketIndexAt(brackets, position, price)];
  const { contract, size } = position;
  if (contract === "linear") return size * price * (maintenanceRate + ratePerCoin * size) - maintenanceAmount;
  const coins = size / price;
  return coins * (maintenanceRate + ratePerCoin * coins) - (unit === "usd" ? maintenanceAmount / price : maintenanceAmount);
}
