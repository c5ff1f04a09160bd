import { type HeatColumn, columnOfSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS, columnEnd, columnIndexOf } from "#core/heat-levels.ts";
import { COLUMN_STATE, type HeatTile, TILE_COLUMNS, createTile, parseTile, putColumn, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { ColumnPlace, ColumnWriter } from "#pipeline/columns/column-writer.ts";
import type { Store } from "#storage/store.ts";
import { gunzipTile } from "#storage/tile-gzip.ts";

/** How columns that are made again compare with the final ones that are stored. */
export interface ColumnComparison {
  readonly identical: number;
  /** Stored with other bytes. */
  readonly differing: number;
  /** Stored, and not made again. */
  readonly notMade: number;
  /** Made, and not stored: the finest level is not kept of all history. */
  readonly notStored: number;
  /** The earliest of those that differ or were not made. */
  readonly first: ColumnPlace | undefined;
}

export interface ColumnCheck {
  /** Takes the columns of a run; a flush compares those whose tiles are whole. */
  readonly columns: ColumnWriter;
  /** Compares what is left: the run is over, what it has not made by now it does not make. */
  end(): Promise<ColumnComparison>;
}

type Column = HeatColumn<"modelled">;

/** What is known of one level of detail. */
interface LevelCheck {
  readonly level: number;
  /** The last final column in the store. */
  readonly lastStored: number;
  /** Made, and not compared yet. */
  waiting: Column[];
  lastMade: number;
  comparedTo: number;
  /** Where the latest column lies. */
  cells: Pick<Column, "firstCell" | "cellCount"> | undefined;
}

/** Stands where a writer of columns stands, and compares instead of storing. `from`: nothing is stored of before, epoch ms. */
export async function openColumnCheck(store: Store, instrument: InstrumentId, from: number): Promise<ColumnCheck> {
  const checks: LevelCheck[] = [];
  for (const [level, shape] of HEAT_LEVELS.entries()) {
    const lastStored = (await store.lastColumn(instrument, { layer: "modelled", level })) ?? -Infinity;
    checks.push({ level, lastStored, waiting: [], lastMade: -Infinity, comparedTo: columnIndexOf(shape, from) - 1, cells: undefined });
  }
  const counts = { identical: 0, differing: 0, notMade: 0, notStored: 0 };
  let first: ColumnPlace | undefined;

  function note(kind: keyof typeof counts, place: ColumnPlace) {
    counts[kind]++;
    const isFault = kind === "differing" || kind === "notMade";
    if (isFault && (first === undefined || endOf(place) < endOf(first))) first = place;
  }

  /** Columns of one stretch of tiles: what was made of it against what is stored of it. */
  async function compareStretch({ level, comparedTo, cells }: LevelCheck, made: readonly Column[], to: number) {
    const x = tileXOfColumn(comparedTo + 1);
    const pairs = await tilesOf(store, instrument, { level, x, made, cells });
    const isMade = new Set(made.map(({ column }) => column));
    for (let column = comparedTo + 1; column <= to; column++) {
      const at = column - x * TILE_COLUMNS;
      const isStored = pairs.some(({ stored }) => stored?.states[at] === COLUMN_STATE.final);
      if (!isStored && isMade.has(column)) note("notStored", { level, column });
      else if (isStored && !isMade.has(column)) note("notMade", { level, column });
      else if (isStored) note(pairs.every((pair) => isSameColumn(pair, at)) ? "identical" : "differing", { level, column });
    }
  }

  async function compareTo(check: LevelCheck, to: number) {
    while (check.comparedTo < to) {
      const end = Math.min(to, (tileXOfColumn(check.comparedTo + 1) + 1) * TILE_COLUMNS - 1);
      const made = check.waiting.filter(({ column }) => column <= end);
      check.waiting = check.waiting.slice(made.length);
      check.cells = made.at(-1) ?? check.cells;
      await compareStretch(check, made, end);
      check.comparedTo = end;
    }
  }

  return {
    columns: {
      wants: ({ level, column }) => column <= checks[level].lastStored,
      add({ level, column }, snapshot) {
        checks[level].waiting.push(columnOfSnapshot<"modelled">(snapshot, HEAT_LEVELS[level], { layer: "modelled", column, provisional: false }));
        checks[level].lastMade = column;
      },
      last: (level) => checks[level].lastMade,
      get whole() {
        return checks.reduce((sum, { waiting, lastMade }) => sum + (waiting.findLastIndex(({ column }) => column < stretchOf(lastMade)) + 1), 0);
      },
      async flush() {
        for (const check of checks) await compareTo(check, stretchOf(check.lastMade) - 1);
      },
    },
    async end() {
      for (const check of checks) await compareTo(check, check.lastStored);
      return { ...counts, first };
    },
  };
}

/** First column of the stretch of tiles that a column is in: what lies before it is whole, and is compared at once. */
const stretchOf = (column: number): number => tileXOfColumn(column) * TILE_COLUMNS;

const endOf = ({ level, column }: ColumnPlace): number => columnEnd(HEAT_LEVELS[level], column);

interface TilePair {
  readonly made: HeatTile<"modelled">;
  readonly stored: HeatTile<"modelled"> | undefined;
}

interface Stretch {
  readonly level: number;
  readonly x: number;
  readonly made: readonly Column[];
  /** Where to look when nothing was made. */
  readonly cells: LevelCheck["cells"];
}

/** The tiles that the columns reach, and one beyond at either end: heat that is stored where none was made differs too. */
async function tilesOf(store: Store, instrument: InstrumentId, { level, x, made, cells }: Stretch): Promise<readonly TilePair[]> {
  const reached = made.length > 0 ? made : cells ? [cells] : [];
  const lowest = tileYOfCell(Math.min(...reached.map(({ firstCell }) => firstCell))) - 1;
  const highest = tileYOfCell(Math.max(...reached.map(({ firstCell, cellCount }) => firstCell + cellCount - 1))) + 1;
  const pairs: TilePair[] = [];
  for (let y = lowest; y <= highest; y++) {
    const at = { layer: "modelled", level, x, y } as const;
    const tile = createTile(at);
    for (const column of made) putColumn(tile, column);
    const stored = await store.tile(instrument, at);
    pairs.push({ made: tile, stored: stored && parseTile(await gunzipTile(stored.gzip), "modelled") });
  }
  return pairs;
}

/** Whether a column holds the same in both tiles; none is as good as an empty one. */
function isSameColumn({ made, stored }: TilePair, at: number): boolean {
  for (let i = at; i < made.bytes.length; i += TILE_COLUMNS) if (made.bytes[i] !== (stored?.bytes[i] ?? 0)) return false;
  return true;
}
