import { sideSign } from "#core/position-side.ts";
import type { Position } from "./margin-model.ts";

/** Value of a position at `price`, in its settle coin. */
export const valueAt = ({ contract, size }: Position, price: number): number => (contract === "linear" ? size * price : size / price);

/** What an isolated position's owner has in it when mark is `price`, written from the definition of profit and not from the solved equation. */
export function equityAt({ contract, side, entry, size, margin }: Position, price: number): number {
  return margin + sideSign(side) * size * (contract === "linear" ? price - entry : 1 / entry - 1 / price);
}
