import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { HeatColumn } from "#core/heat-column.ts";
import { TILE_COLUMNS, parseTile, tileYOfCell } from "#core/heat-tile.ts";
import { asMs } from "#core/units.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import { cellOf } from "./columns.conformance.ts";
import { BTC, heatColumn, heatColumns, modelled } from "./samples.conformance.ts";

const X = 110_000;
const FIRST = X * TILE_COLUMNS;
const MEASURED = { layer: "measured", level: 0 } as const;
const PLACE = { x: X, y: tileYOfCell(1000) };

const measured = (column: number, byte: number): HeatColumn<"measured"> => ({ ...heatColumn(column, { byte }), layer: "measured" });

export function layersConformance(subject: StoreUnderTest): void {
  const byteIn = async (layer: "measured" | "modelled", column: number): Promise<number | undefined> => {
    const stored = await subject.store.tile(BTC, { layer, level: 0, ...PLACE });
    return stored && cellOf(parseTile(gunzipSync(stored.gzip), layer), { plane: 0, cell: 1000, column });
  };

  describe("layers", () => {
    it("lie beside each other at one place and time, and neither changes the other", async () => {
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST, { byte: 5 })]);
      expect(await byteIn("measured", FIRST)).toBeUndefined();
      await subject.store.appendColumns(BTC, MEASURED, [measured(FIRST, 200), measured(FIRST + 1, 201)]);
      expect([await byteIn("modelled", FIRST), await byteIn("measured", FIRST)]).toEqual([5, 200]);
      expect([await subject.store.lastColumn(BTC, modelled(0)), await subject.store.lastColumn(BTC, MEASURED)]).toEqual([FIRST, FIRST + 1]);
    });

    it("are sealed each by itself", async () => {
      await subject.store.appendColumns(BTC, MEASURED, [measured(FIRST, 200)]);
      await subject.store.appendColumns(BTC, modelled(0), heatColumns(FIRST, TILE_COLUMNS));
      const sealed = await Promise.all((["modelled", "measured"] as const).map((layer) => subject.store.tile(BTC, { layer, level: 0, ...PLACE })));
      expect(sealed.map((tile) => tile?.sealed)).toEqual([true, false]);
      await subject.store.appendColumns(BTC, MEASURED, [measured(FIRST + TILE_COLUMNS, 7)]);
      await subject.reopen();
      expect([await byteIn("modelled", FIRST + 3), await byteIn("measured", FIRST)]).toEqual([(FIRST + 3) % 200, 200]);
    });

    it("are not mixed in one call", async () => {
      const mixed = [heatColumn(FIRST), measured(FIRST + 1, 1)] as unknown as HeatColumn<"modelled">[];
      await expect(subject.store.appendColumns(BTC, modelled(0), mixed)).rejects.toMatchObject({ code: "bad-input" });
      expect(await byteIn("modelled", FIRST)).toBeUndefined();
    });

    it("survive a recomputation of the model when they were measured", async () => {
      await subject.store.appendColumns(BTC, modelled(0), [heatColumn(FIRST)]);
      await subject.store.appendColumns(BTC, MEASURED, [measured(FIRST, 9)]);
      await subject.store.writeCheckpoint(BTC, { model: "m", time: asMs(1), state: new Uint8Array(1) });
      await subject.store.dropModelled(BTC);
      expect([await byteIn("modelled", FIRST), await byteIn("measured", FIRST)]).toEqual([undefined, 9]);
      expect(await subject.store.readCheckpoint(BTC)).toBeUndefined();
    });
  });
}
