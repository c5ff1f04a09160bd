import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import type { Store } from "#storage/store.ts";
import { BTC, ETH, heatColumn, heatColumns, modelled, minute } from "./samples.conformance.ts";

const X = 110_000;
const FIRST = X * TILE_COLUMNS;
const Y = tileYOfCell(1000);

export async function openTile(
  store: Store,
  at: { level?: number; x?: number; y?: number; instrument?: typeof BTC } = {},
): Promise<HeatTile<"modelled"> | undefined> {
  const { instrument = BTC, level = 0, x = X, y = Y } = at;
  const tile = await store.tile(instrument, { ...modelled(level), x, y });
  return tile && parseTile(gunzipSync(tile.gzip), "modelled");
}

export const cellOf = (tile: HeatTile, { plane, cell, column }: { plane: number; cell: number; column: number }): number =>
  tile.bytes[(plane * TILE_CELLS + cell - tile.y * TILE_CELLS) * TILE_COLUMNS + column - tile.x * TILE_COLUMNS];

export function columnsConformance(subject: StoreUnderTest): void {
  describe("heat columns", () => {
    it("come back as tiles, cell for cell, whatever their reach and however they were appended", async () => {
      const drawn = fc.record({ firstCell: fc.integer({ min: 700, max: 1300 }), cellCount: fc.integer({ min: 1, max: 400 }), seed: fc.nat(250) });
      let level = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 12 }), async (shapes, batchSize) => {
          await subject.store.dropModelled(BTC);
          level = (level + 1) % 5;
          const columns = shapes.map(({ firstCell, cellCount, seed }, i) => noisyColumn(FIRST + 250 + i, { firstCell, cellCount, seed }));
          for (let i = 0; i < columns.length; i += batchSize) await subject.store.appendColumns(BTC, modelled(level), columns.slice(i, i + batchSize));
          for (const column of columns) await expectInTiles(subject.store, level, column);
        }),
        { numRuns: 8 },
      );
    });

    it("know their state in every tile of their time", async () => {
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST), heatColumn(FIRST + 2, { provisional: true, firstCell: 2000 })]);
      for (const y of [Y, tileYOfCell(2000)]) {
        const tile = await openTile(subject.store, { y });
        expect([...tile!.states.subarray(0, 4)]).toEqual([COLUMN_STATE.final, COLUMN_STATE.absent, COLUMN_STATE.provisional, COLUMN_STATE.absent]);
      }
    });

    it("make no tile where no column is or reaches, and keep instruments and levels apart", async () => {
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST)]);
      for (const elsewhere of [{ x: X + 1 }, { y: Y + 2 }, { level: 1 }, { instrument: ETH }]) expect(await openTile(subject.store, elsewhere)).toBeUndefined();
    });

    it("are replaced while provisional, and then never change", async () => {
      const change = [0, Y * TILE_CELLS + 250, 99] as const;
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST, { provisional: true })]);
      expect(await subject.store.lastColumn(BTC, modelled(0))).toBeUndefined();
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST, { provisional: true, firstCell: 990, cells: [change] })]);
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST, { byte: 9 })]);
      expect(cellOf((await openTile(subject.store))!, { plane: 0, cell: change[1], column: FIRST })).toBe(9);
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST, { byte: 9 })]);
      for (const provisional of [false, true]) {
        const refused = subject.store.appendColumns(BTC, modelled(0), [
          heatColumn(FIRST, { provisional, byte: 9, cells: [[3, 1001, 8]] }),
          heatColumn(FIRST + 1),
        ]);
        await expect(refused).rejects.toMatchObject({ name: "AppError", code: "conflict" });
      }
      expect([...(await openTile(subject.store))!.states.subarray(0, 2)]).toEqual([COLUMN_STATE.final, COLUMN_STATE.absent]);
      expect(await subject.store.lastColumn(BTC, modelled(0))).toBe(FIRST);
    });

    it("are seen at once, also in a tile that was read before", async () => {
      for (const [i, column] of heatColumns(FIRST, 3).entries()) {
        await subject.store.appendColumns(BTC, modelled(0), [column]);
        const tile = await openTile(subject.store);
        expect(tile!.states.filter((state) => state === COLUMN_STATE.final)).toHaveLength(i + 1);
      }
    });

    it("are refused when they do not ascend, have no level, or lack bytes", async () => {
      const short = { ...heatColumn(FIRST), bytes: new Uint8Array(3) };
      const attempts = [
        subject.store.appendColumns(BTC, modelled(0), heatColumns(FIRST, 2).toReversed()),
        subject.store.appendColumns(BTC, modelled(5), heatColumns(FIRST, 2)),
        subject.store.appendColumns(BTC, modelled(0), [short]),
      ];
      for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ name: "AppError", code: "bad-input" });
      expect(await openTile(subject.store)).toBeUndefined();
    });

    it("are forgotten with the checkpoint, of one instrument only", async () => {
      for (const instrument of [BTC, ETH]) {
        await subject.store.appendColumns(instrument, modelled(0), heatColumns(FIRST, 300));
        await subject.store.writeCheckpoint(instrument, { model: "m", time: 1 as never, state: new Uint8Array(1) });
        await subject.store.writeSpreads(instrument, [{ time: minute(0), bytes: new Uint8Array(1) }]);
      }
      expect(await openTile(subject.store, { x: X + 1 })).toBeDefined();
      await subject.store.dropModelled(BTC);
      expect(await subject.store.readCheckpoint(BTC)).toBeUndefined();
      expect(await subject.store.spreadAt(BTC, minute(1))).toBeUndefined();
      expect(await subject.store.spreadAt(ETH, minute(1))).toBeDefined();
      expect(await subject.store.lastColumn(BTC, modelled(0))).toBeUndefined();
      expect(await openTile(subject.store)).toBeUndefined();
      expect(await openTile(subject.store, { x: X + 1 })).toBeUndefined();
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST, { byte: 1 })]);
      expect(await subject.store.readCheckpoint(ETH)).toBeDefined();
      expect(await subject.store.lastColumn(ETH, modelled(0))).toBe(FIRST + 299);
    });
  });
}

function noisyColumn(column: number, { firstCell, cellCount, seed }: { firstCell: number; cellCount: number; seed: number }): HeatColumn<"modelled"> {
  const bytes = Uint8Array.from({ length: PLANE_COUNT * cellCount }, (_, i) => ((i * 7919 + seed * 104_729) >> 3) & 255);
  return { layer: "modelled", column, provisional: false, firstCell, cellCount, bytes };
}

/** Every cell of the column is where it belongs, and the tiles it touches are empty around it. */
async function expectInTiles(store: Store, level: number, { column, firstCell, cellCount, bytes }: HeatColumn): Promise<void> {
  for (let y = tileYOfCell(firstCell); y <= tileYOfCell(firstCell + cellCount - 1); y++) {
    const tile = (await openTile(store, { level, x: tileXOfColumn(column), y }))!;
    let wrong = 0;
    for (let plane = 0; plane < PLANE_COUNT; plane++) {
      for (let cell = y * TILE_CELLS; cell < (y + 1) * TILE_CELLS; cell++) {
        const inside = cell >= firstCell && cell < firstCell + cellCount;
        if (cellOf(tile, { plane, cell, column }) !== (inside ? bytes[plane * cellCount + cell - firstCell] : 0)) wrong++;
      }
    }
    expect(wrong).toBe(0);
  }
}
