import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiquidationEvent } from "#core/events.ts";
import { HEAT_LEVELS, cellOfRow, columnIndexOf, columnStart } from "#core/heat-levels.ts";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, asMs } from "#core/units.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import { BTC, ETH, EVER, START, minute, oneOfEach } from "./samples.conformance.ts";

const LEVEL = HEAT_LEVELS[1];
const GRID = { columnMs: LEVEL.columnMs, rowsPerCell: LEVEL.rowsPerCell, contract: "linear" } as const;
const print = (changed: Partial<LiquidationEvent>): LiquidationEvent => ({ ...oneOfEach(0).liquidation, ...changed });
const placeOf = ({ time, price }: Pick<LiquidationEvent, "time" | "price">) => ({
  column: columnIndexOf(LEVEL, time),
  cell: cellOfRow(LEVEL, rowOf(price)),
});

export function realisedConformance(subject: StoreUnderTest): void {
  describe("realised liquidations", () => {
    it("are summed per column and cell, each side by itself, oldest and lowest first", async () => {
      await subject.store.appendEvents([
        print({ time: minute(7), price: 60_000, size: 2 }),
        print({ time: minute(1), price: 50_000, size: 1 }),
        print({ time: minute(4), price: 50_000.5, size: 3, positionSide: "short" }),
        print({ time: minute(3), price: 70_000, size: 1 }),
        { ...print({ price: 50_000, size: 9 }), instrument: ETH },
        oneOfEach(0)["liquidation-sum"],
      ]);
      expect(await subject.store.realised(BTC, GRID, EVER)).toEqual([
        { ...placeOf({ time: minute(1), price: 50_000 }), longUsd: 50_000, shortUsd: 150_001.5, prints: 2 },
        { ...placeOf({ time: minute(3), price: 70_000 }), longUsd: 70_000, shortUsd: 0, prints: 1 },
        { ...placeOf({ time: minute(7), price: 60_000 }), longUsd: 120_000, shortUsd: 0, prints: 1 },
      ]);
    });

    it("count the face of inverse contracts", async () => {
      await subject.store.appendEvents([print({ price: 50_000, size: 700 })]);
      expect(await subject.store.realised(BTC, { ...GRID, contract: "inverse" }, EVER)).toMatchObject([{ longUsd: 700 }]);
    });

    it("come in whole columns: those that begin in the range", async () => {
      await subject.store.appendEvents([1, 4, 6, 11].map((at) => print({ time: minute(at), price: 50_000, size: 1 })));
      const from = asMs(minute(0) + 1);
      expect(await subject.store.realised(BTC, GRID, { from, to: minute(10) })).toMatchObject([{ column: columnIndexOf(LEVEL, minute(5)), prints: 1 }]);
      expect(await subject.store.realised(BTC, GRID, { from: minute(0), to: asMs(minute(0) + 1) })).toMatchObject([{ prints: 2 }]);
    });

    it("add up to what printed, on every level of detail", async () => {
      const drawn = fc.record({
        time: fc.integer({ min: START, max: START + 30 * HOUR_MS }).map(asMs),
        price: fc.double({ min: 0.01, max: 200_000, noNaN: true }),
        size: fc.double({ min: 0.001, max: 50, noNaN: true }),
        positionSide: fc.constantFrom("long" as const, "short" as const),
      });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(drawn, { minLength: 1, maxLength: 40, selector: ({ time }) => time }), async (prints) => {
          const instrument = `replay:R${round++}` as const;
          await subject.store.appendEvents(prints.map((changed) => ({ ...print(changed), instrument })));
          for (const { columnMs, rowsPerCell } of HEAT_LEVELS) {
            const cells = await subject.store.realised(instrument, { columnMs, rowsPerCell, contract: "linear" }, EVER);
            expect(cells.reduce((sum, cell) => sum + cell.prints, 0)).toBe(prints.length);
            const shown = cells.reduce((sum, { longUsd, shortUsd }) => sum + longUsd + shortUsd, 0);
            const printed = prints.reduce((sum, { price, size }) => sum + price * size, 0);
            expect(Math.abs(shown / printed - 1)).toBeLessThan(1e-9);
            expect(cells.every(({ column }) => columnStart({ ...LEVEL, columnMs }, column) >= START - columnMs)).toBe(true);
          }
        }),
        { numRuns: 5 },
      );
    });
  });
}
