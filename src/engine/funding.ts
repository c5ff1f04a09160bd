import { POSITION_SIDES } from "#core/position-side.ts";
import { rowCoordinate } from "#core/price-rows.ts";
import type { Book } from "./book.ts";
import type { Ladder } from "./ladder.ts";
import type { StepInput } from "./step.ts";

/** Funding moves liquidation prices by `rate x mark`, the same way for both sides; positions that pay it from elsewhere do not move. */
export function fund(book: Book, ladder: Ladder, settlements: StepInput["funding"]): void {
  for (const { rate } of settlements) {
    const rows = rowCoordinate(1 + rate);
    POSITION_SIDES.forEach((_, side) => {
      ladder.rungs[side].forEach(({ margin }, rung) => {
        if (margin === "cross") book.drift[side * book.rungCount + rung] += rows;
      });
    });
  }
}
