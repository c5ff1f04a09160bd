import { describe, expect, it } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import { BTC, ETH, EVER, minute, oneOfEach } from "./samples.conformance.ts";

const FIVE_MINUTES = asMs(5 * MINUTE_MS);

export function sampleBarsConformance(subject: StoreUnderTest): void {
  describe("bars of samples", () => {
    const sample = (at: number, openInterest: number, instrument = BTC) => ({ ...oneOfEach(0)["open-interest"], instrument, time: minute(at), openInterest });

    it("hold the first, highest, lowest and last sample, and leave out what has none", async () => {
      await subject.store.appendEvents([sample(0, 10), sample(1, 14), sample(3, 8), sample(4, 9), sample(11, 20), sample(2, 99, ETH)]);
      expect(await subject.store.samples(BTC, { kind: "open-interest", intervalMs: FIVE_MINUTES }, EVER)).toEqual([
        { openTime: minute(0), open: 10, high: 14, low: 8, close: 9 },
        { openTime: minute(10), open: 20, high: 20, low: 20, close: 20 },
      ]);
    });

    it("come whole: those that begin in the range", async () => {
      await subject.store.appendEvents([sample(1, 1), sample(6, 2), sample(9, 3), sample(12, 4)]);
      const range = { from: asMs(minute(0) + 1), to: minute(10) };
      expect(await subject.store.samples(BTC, { kind: "open-interest", intervalMs: FIVE_MINUTES }, range)).toMatchObject([{ open: 2, close: 3 }]);
    });

    it("are kept of funding and ratios too", async () => {
      const { funding, ratio } = oneOfEach(0);
      await subject.store.appendEvents([funding, ratio]);
      expect(await subject.store.samples(BTC, { kind: "funding", intervalMs: FIVE_MINUTES }, EVER)).toMatchObject([{ close: funding.rate }]);
      expect(await subject.store.samples(BTC, { kind: "ratio", intervalMs: FIVE_MINUTES }, EVER)).toMatchObject([{ close: ratio.ratio }]);
    });
  });
}
