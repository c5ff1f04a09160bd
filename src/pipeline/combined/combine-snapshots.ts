import { type HeatSnapshot, PLANE_COUNT } from "#core/heat-column.ts";
import { rowCoordinate } from "#core/price-rows.ts";

/**
 * Price rows by which a book moves so that its mark comes to lie on the reference mark. What is added up over instruments is the distance from each
 * one's own mark: the basis between venues, the premium of a dated future and 1000PEPE against PEPE are all the same shift. Rounded to a whole row.
 */
export const rowsOfBasis = (mark: number, referenceMark: number): number => Math.round(rowCoordinate(referenceMark) - rowCoordinate(mark));

/** The sum of several books in USD, on the rows of the reference mark. Throws when there is none: nothing is not an empty book. */
export function combineSnapshots(parts: readonly HeatSnapshot[], referenceMark: number): HeatSnapshot {
  if (parts.length === 0) throw new Error("no book to combine");
  const moved = parts.map((snapshot) => ({ snapshot, firstRow: snapshot.firstRow + rowsOfBasis(snapshot.mark, referenceMark) }));
  const firstRow = Math.min(...moved.map((part) => part.firstRow));
  const rowCount = Math.max(...moved.map((part) => part.firstRow + part.snapshot.rowCount)) - firstRow;
  const usd = new Float32Array(PLANE_COUNT * rowCount);
  for (const { snapshot, firstRow: from } of moved) addRows(usd, { rowCount, offset: from - firstRow }, snapshot);
  const openInterestUsd = sumOf(parts, (part) => part.openInterestUsd);
  return {
    time: parts.reduce((newest, { time }) => (time > newest ? time : newest), parts[0].time),
    mark: referenceMark,
    openInterest: openInterestUsd / referenceMark,
    openInterestUsd,
    explainedShare: openInterestUsd > 0 ? sumOf(parts, (part) => part.explainedShare * part.openInterestUsd) / openInterestUsd : 0,
    firstRow,
    rowCount,
    usd,
  };
}

function addRows(usd: Float32Array, { rowCount, offset }: { rowCount: number; offset: number }, snapshot: HeatSnapshot): void {
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    const to = plane * rowCount + offset;
    const from = plane * snapshot.rowCount;
    for (let row = 0; row < snapshot.rowCount; row++) usd[to + row] += snapshot.usd[from + row];
  }
}

const sumOf = <Part>(parts: readonly Part[], of: (part: Part) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
