import { sideSign } from "#core/position-side.ts";
import type { Bracket, MarginModel, Position } from "./margin-model.ts";

/**
 * The rule shared by exchanges whose brackets are in USD, whose maintenance is taken on mark, with an amount per bracket and no fee in the trigger.
 * Linear, with the collateral M: M + s S (P - E) = S P m - d  =>  P = (E - s (M + d) / S) / (1 - s m), in the bracket of S P.
 * Inverse, Q USD face: M + s Q (1/E - 1/P) = (Q m - d) / P  =>  P = (Q (m + s) - d) / (M + s Q / E), in the bracket of Q.
 */
export function usdBracketsOnMark(name: string): MarginModel {
  return { name, liquidationPrice, bankruptcyPrice, maintenance };
}

function liquidationPrice(position: Position, brackets: readonly Bracket[]): number | undefined {
  const { size } = position;
  if (!(size > 0)) return undefined;
  if (position.contract === "inverse") return inversePrice(position, brackets[bracketIndex(brackets, size)]);
  // Maintenance is continuous and convex in notional, so one bracket is consistent with the price solved in it.
  let index = bracketIndex(brackets, size * position.entry);
  for (let tries = 0; tries <= brackets.length; tries++) {
    const price = priceInBracket(position, brackets[index]);
    if (price === undefined) return undefined;
    const at = bracketIndex(brackets, size * price);
    if (at === index) return price;
    index = at > index ? index + 1 : index - 1;
  }
  return undefined;
}

function inversePrice({ side, entry, size, margin }: Position, { maintenanceRate, maintenanceAmount }: Bracket): number | undefined {
  const sign = sideSign(side);
  const price = (size * (maintenanceRate + sign) - maintenanceAmount) / (margin + (sign * size) / entry);
  return price > 0 && Number.isFinite(price) ? price : undefined;
}

function bankruptcyPrice({ contract, side, entry, size, margin }: Position): number | undefined {
  const sign = sideSign(side);
  const price = contract === "inverse" ? (sign * size) / (margin + (sign * size) / entry) : entry - (sign * margin) / size;
  return price > 0 && Number.isFinite(price) ? price : undefined;
}

function maintenance({ contract, size }: Position, mark: number, brackets: readonly Bracket[]): number {
  const notionalUsd = contract === "inverse" ? size : size * mark;
  const { maintenanceRate, maintenanceAmount } = brackets[bracketIndex(brackets, notionalUsd)];
  const usd = notionalUsd * maintenanceRate - maintenanceAmount;
  return contract === "inverse" ? usd / mark : usd;
}

function priceInBracket({ side, entry, size, margin }: Position, { maintenanceRate, maintenanceAmount }: Bracket): number | undefined {
  const sign = sideSign(side);
  const price = (entry - (sign * (margin + maintenanceAmount)) / size) / (1 - sign * maintenanceRate);
  return price > 0 ? price : undefined;
}

/** Index of the bracket that holds a notional; the last one when it is above every cap. */
export function bracketIndex(brackets: readonly Bracket[], notional: number): number {
  const index = brackets.findIndex(({ cap }) => notional <= cap);
  return index < 0 ? brackets.length - 1 : index;
}
