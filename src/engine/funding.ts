import type { ContractKind } from "#core/instrument.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { priceAt, rowCoordinate } from "#core/price-rows.ts";
import type { Book } from "./book.ts";
import type { Ladder } from "./ladder.ts";
import type { StepInput } from "./step.ts";

/** A settlement moves no level further, as a fraction of it: rates are a few percent at most, the rest would be a fault of the data. */
const LARGEST_MOVE = 0.5;

/**
 * Funding moves the liquidation prices of cross positions, the same way for both sides; isolated ones pay it from elsewhere. Linear: by `rate x mark`,
 * which is the more of a level the nearer it is to zero. Inverse: the collateral is coins, so 1 / price moves by `rate / mark`. Positions are taken to
 * have been entered at mark, and the factor 1 / (1 -+ maintenance rate), within a percent or two of 1, is left out.
 */
export function fund(book: Book, ladder: Ladder, contract: ContractKind, settlements: StepInput["funding"]): void {
  for (const { rate } of settlements) {
    POSITION_SIDES.forEach((_, side) => {
      ladder.rungs[side].forEach(({ margin, shift }, rung) => {
        if (margin !== "cross") return;
        const move = rate * priceAt(contract === "linear" ? -shift : shift);
        book.drift[side * book.rungCount + rung] += rowCoordinate(1 + Math.min(LARGEST_MOVE, Math.max(-LARGEST_MOVE, move)));
      });
    });
  }
}
