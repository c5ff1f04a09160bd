import { describe, expect, it } from "vitest";
import { COLUMN_STATE, TILE_COLUMNS, tileYOfCell } from "#core/heat-tile.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import { openTile } from "./columns.conformance.ts";
import { BTC, heatColumn, heatColumns, modelled } from "./samples.conformance.ts";

const X = 110_000;
const FIRST = X * TILE_COLUMNS;
const Y = tileYOfCell(1000);
const AT = { ...modelled(0), x: X, y: Y };

export function sealingConformance(subject: StoreUnderTest): void {
  const isSealed = async (at = AT): Promise<boolean | undefined> => (await subject.store.tile(BTC, at))?.sealed;

  describe("a tile", () => {
    it("is sealed when its last column has come, and holds what it held", async () => {
      await subject.store.appendColumns(BTC, modelled(0), heatColumns(FIRST, TILE_COLUMNS - 1));
      expect(await isSealed()).toBe(false);
      const before = await openTile(subject.store);
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST + 255, { byte: 0 })]);
      expect(await isSealed()).toBe(true);
      const after = await openTile(subject.store);
      expect(Buffer.compare(after!.bytes, before!.bytes)).toBe(0);
      expect(after!.states.every((state) => state === COLUMN_STATE.final)).toBe(true);
      await subject.reopen();
      expect(Buffer.compare((await openTile(subject.store))!.bytes, after!.bytes)).toBe(0);
      expect(await subject.store.lastColumn(BTC, modelled(0))).toBe(FIRST + 255);
    });

    it("is the same whether its columns came one by one or at once", async () => {
      const columns = heatColumns(FIRST, 2 * TILE_COLUMNS);
      for (let i = 0; i < columns.length; i += 37) await subject.store.appendColumns(BTC, modelled(0), columns.slice(i, i + 37));
      await subject.store.appendColumns(BTC, modelled(1), columns);
      for (const x of [X, X + 1]) {
        const [slow, fast] = [await openTile(subject.store, { x }), await openTile(subject.store, { x, level: 1 })];
        expect(Buffer.compare(slow!.bytes, fast!.bytes)).toBe(0);
        expect(await isSealed({ ...AT, x, level: 1 })).toBe(true);
      }
    });

    it("waits for its provisional columns", async () => {
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST + 7, { provisional: true }), ...heatColumns(FIRST + 8, 400)]);
      expect(await isSealed()).toBe(false);
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST + 7)]);
      expect(await isSealed()).toBe(true);
      expect((await openTile(subject.store))!.states[7]).toBe(COLUMN_STATE.final);
    });

    it("is sealed by a final column after it, with its gaps", async () => {
      await subject.store.appendColumns(BTC, modelled(0), heatColumns(FIRST, 3));
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST + 256, { provisional: true })]);
      expect(await isSealed()).toBe(false);
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST + 700)]);
      expect(await isSealed()).toBe(true);
      expect(await isSealed({ ...AT, x: X + 1 })).toBe(false);
      expect([...(await openTile(subject.store))!.states.subarray(0, 4)]).toEqual([2, 2, 2, 0]);
      await expect(subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST + 3)])).rejects.toMatchObject({ code: "conflict" });
    });

    it("lets a history be filled in before what is there", async () => {
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST + 2000)]);
      await subject.store.appendColumns(BTC, modelled(0), heatColumns(FIRST, 100));
      await subject.store.appendColumns(BTC, modelled(0), heatColumns(FIRST + 100, 200));
      expect(await isSealed()).toBe(true);
      expect(await isSealed({ ...AT, x: X + 1 })).toBe(false);
      expect(await subject.store.lastColumn(BTC, modelled(0))).toBe(FIRST + 2000);
    });

    it("never changes once sealed: the same columns are welcome, others are refused", async () => {
      const columns = heatColumns(FIRST, 300);
      await subject.store.appendColumns(BTC, modelled(0), columns);
      await subject.store.appendColumns(BTC, modelled(0), columns);
      const sealed = await subject.store.tile(BTC, AT);
      const others = [
        heatColumn(FIRST + 9, { byte: 1 }),
        heatColumn(FIRST + 9, { byte: 9, firstCell: 1020 }),
        heatColumn(FIRST + 10, { byte: 10, cellCount: 400 }),
      ];
      for (const other of others)
        await expect(subject.store.appendColumns(BTC, modelled(0), [other, heatColumn(FIRST + 300)])).rejects.toMatchObject({ code: "conflict" });
      expect(Buffer.compare((await subject.store.tile(BTC, AT))!.gzip, sealed!.gzip)).toBe(0);
      expect(await subject.store.lastColumn(BTC, modelled(0))).toBe(FIRST + 299);
    });
  });
}
