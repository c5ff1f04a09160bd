import type { PositionSide } from "#core/position-side.ts";
import type { TableRow } from "#storage/import/csv/table-row.ts";

const POSITION: Readonly<Record<string, PositionSide>> = { long: "long", short: "short" };

/** The position side that a cell names, in any case; by default `long` or `short` themselves. */
export function sideAt(row: TableRow, column: number, sides: Readonly<Record<string, PositionSide>> = POSITION): PositionSide {
  const text = row.text(column);
  const side = sides[text.toLowerCase()];
  if (side === undefined) throw row.fault(`the side must be ${Object.keys(sides).join(" or ")}, not ${JSON.stringify(text.slice(0, 40))}`);
  return side;
}
