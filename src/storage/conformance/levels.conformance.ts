import { describe, expect, it } from "vitest";
import { type HeatSnapshot, PLANE_COUNT, columnOfSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { TILE_CELLS, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { rowOf } from "#core/price-rows.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import { cellOf, openTile } from "./columns.conformance.ts";
import { BTC, minute, modelled } from "./samples.conformance.ts";

const MARK = 68_000;
const ROW_COUNT = 200;
const FIRST_ROW = rowOf(MARK * 0.9);
const PLANE = 3;
/** Half a step of the byte scale. */
const SCALE_ERROR = 0.035;

export function levelsConformance(subject: StoreUnderTest): void {
  describe("coarser levels", () => {
    it("sum price rows and show the last closed column, never a sum over time", async () => {
      const snapshots = Array.from({ length: 120 }, (_, i) => snapshotAt(i));
      for (const [level, detail] of HEAT_LEVELS.entries()) {
        const closing = snapshots.filter(({ time }) => time % detail.columnMs === 0);
        const columns = closing.map((snapshot) =>
          columnOfSnapshot(snapshot, detail, { layer: "modelled", column: columnIndexOf(detail, snapshot.time - 1), provisional: false }),
        );
        await subject.store.appendColumns(BTC, modelled(level), columns);
        for (const { time, usd } of closing) {
          const shown = await usdInTile(subject, { level, column: columnIndexOf(detail, time - 1) });
          const held = usd.subarray(PLANE * ROW_COUNT, (PLANE + 1) * ROW_COUNT).reduce((sum, value) => sum + value, 0);
          expect(shown / held).toBeGreaterThan(1 - SCALE_ERROR);
          expect(shown / held).toBeLessThan(1 + SCALE_ERROR);
        }
      }
      expect(await subject.store.lastColumn(BTC, modelled(3))).toBe(columnIndexOf(HEAT_LEVELS[3], minute(119)));
    });
  });
}

/** A book that grows by 1 % a minute: a sum over the minutes of a column would show it many times over. */
function snapshotAt(i: number): HeatSnapshot {
  const usd = new Float32Array(PLANE_COUNT * ROW_COUNT);
  for (let row = 0; row < ROW_COUNT; row++) usd[PLANE * ROW_COUNT + row] = 50_000 * 1.01 ** i * (1 + (row % 7));
  return { time: minute(i + 1), mark: MARK, openInterest: 1, openInterestUsd: MARK, explainedShare: 1, firstRow: FIRST_ROW, rowCount: ROW_COUNT, usd };
}

async function usdInTile(subject: StoreUnderTest, { level, column }: { level: number; column: number }): Promise<number> {
  const { rowsPerCell } = HEAT_LEVELS[level];
  const firstCell = cellOfRow(HEAT_LEVELS[level], FIRST_ROW);
  const lastCell = cellOfRow(HEAT_LEVELS[level], FIRST_ROW + ROW_COUNT - 1);
  let usd = 0;
  for (let y = tileYOfCell(firstCell); y <= tileYOfCell(lastCell); y++) {
    const tile = (await openTile(subject.store, { level, x: tileXOfColumn(column), y }))!;
    for (let cell = Math.max(firstCell, y * TILE_CELLS); cell <= Math.min(lastCell, (y + 1) * TILE_CELLS - 1); cell++) {
      usd += usdOfDensity(DENSITY_OF_BYTE[cellOf(tile, { plane: PLANE, cell, column })], rowsPerCell);
    }
  }
  return usd;
}
