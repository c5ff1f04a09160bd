import type { EventOf } from "#core/events.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { Ms } from "#core/units.ts";
import { sideAt } from "./side-cell.ts";
import type { TableContext, TableFormat } from "./table-format.ts";

type Shares = { rungs: (readonly [leverage: number, share: number])[]; never: number; seen: number };

/** How published positions spread over leverage: one row a rung and side, with the side's `never_share` and `seen_share`; rows of one `time_ms` are one reading. */
export const folderLeverage = (): TableFormat => {
  let reading: { time: Ms; sides: Map<PositionSide, Shares> } | undefined;
  const emitReading = ({ instrument, emit }: TableContext) => {
    if (reading) emit({ kind: "leverage", instrument, ...sharesOf(reading) });
    reading = undefined;
  };
  return {
    columns: ["time_ms", "position_side", "seen_share", "never_share", "leverage", "share"],
    required: ["time_ms", "position_side", "seen_share", "never_share", "leverage", "share"],
    mayBeEmpty: true,
    open(columns, context) {
      const [timeColumn, sideColumn, seen] = [columns.need("time_ms"), columns.need("position_side"), columns.need("seen_share")];
      const [never, leverageColumn, share] = [columns.need("never_share"), columns.need("leverage"), columns.need("share")];
      return (row) => {
        const time = row.time(timeColumn);
        const side = sideAt(row, sideColumn);
        if (reading && time !== reading.time) emitReading(context);
        reading ??= { time, sides: new Map() };
        const shares = reading.sides.get(side) ?? { rungs: [], never: row.nonNegative(never), seen: row.nonNegative(seen) };
        reading.sides.set(side, shares);
        // A side of which nothing can be liquidated has a row without a rung.
        const leverage = row.optional(leverageColumn, row.positive);
        if (leverage === undefined) return;
        const below = shares.rungs.at(-1)?.[0];
        if (below !== undefined && leverage <= below) throw row.fault(`leverage ${leverage} is not above ${below}, the rung above this row`);
        shares.rungs.push([leverage, row.nonNegative(share)]);
      };
    },
    finish: emitReading,
  };
};

/** A side without a row was not seen. */
function sharesOf({ time, sides }: { readonly time: Ms; readonly sides: ReadonlyMap<PositionSide, Shares> }): Omit<EventOf<"leverage">, "kind" | "instrument"> {
  const unseen: Shares = { rungs: [], never: 0, seen: 0 };
  return { time, longShares: sides.get("long") ?? unseen, shortShares: sides.get("short") ?? unseen };
}
