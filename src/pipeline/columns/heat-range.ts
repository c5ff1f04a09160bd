import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { type HeatTile, type TilePlace, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { rowOf } from "#core/price-rows.ts";
import { DAY_MS } from "#core/units.ts";
import { type HeatRange, heatRangeOf } from "#insight/heat-range.ts";
import type { StoredTile } from "#storage/store.ts";
import { gunzipTile } from "#storage/tile-gzip.ts";

/** Half-hour columns: a week of them is two or three tiles. */
const LEVEL = 2;
const SPAN_MS = 7 * DAY_MS;
/** What is looked at, as a fraction of the mark. */
const REACH = 0.12;

/**
 * The range of a market's colours from the week before an instant, to the end of the last whole day (UTC), so that it stays as it is for a day, over
 * restarts too; to the instant itself while there is no whole day. Null while there is too little history.
 */
export async function heatRangeBefore(
  tileOf: (at: TilePlace) => Promise<StoredTile | undefined>,
  { at, mark }: { readonly at: number; readonly mark: number },
): Promise<HeatRange | null> {
  const midnight = Math.floor(at / DAY_MS) * DAY_MS;
  return (await rangeOf(tileOf, { mark, until: midnight })) ?? (await rangeOf(tileOf, { mark, until: at })) ?? null;
}

async function rangeOf(
  tileOf: (at: TilePlace) => Promise<StoredTile | undefined>,
  { mark, until }: { mark: number; until: number },
): Promise<HeatRange | undefined> {
  const detail = HEAT_LEVELS[LEVEL];
  const part = {
    fromColumn: columnIndexOf(detail, until - SPAN_MS),
    toColumn: columnIndexOf(detail, until),
    fromCell: cellOfRow(detail, rowOf(mark * (1 - REACH))),
    toCell: cellOfRow(detail, rowOf(mark * (1 + REACH))) + 1,
  };
  const tiles: HeatTile[] = [];
  for (let x = tileXOfColumn(part.fromColumn); x <= tileXOfColumn(part.toColumn - 1); x++) {
    for (let y = tileYOfCell(part.fromCell); y <= tileYOfCell(part.toCell - 1); y++) {
      const stored = await tileOf({ layer: "modelled", level: LEVEL, x, y });
      if (stored) tiles.push(parseTile(await gunzipTile(stored.gzip), "modelled"));
    }
  }
  return heatRangeOf(tiles, part);
}
