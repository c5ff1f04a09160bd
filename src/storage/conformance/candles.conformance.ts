import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import { BTC, ETH, EVER, candle, minute } from "./samples.conformance.ts";

const FIVE_MINUTES_MS = asMs(5 * MINUTE_MS);

export function candlesConformance(subject: StoreUnderTest): void {
  describe("candles", () => {
    it("are summed: first open, extremes, last close, volumes added", async () => {
      const minutes = Array.from({ length: 10 }, (_, i) => candle(i, { takerBuyVolume: 0.5 }));
      await subject.store.appendEvents([...minutes.toReversed(), candle(0, { price: "mark", high: 9999 }), candle(0, { instrument: ETH, high: 9999 })]);
      const expected = [0, 5].map((i) =>
        candle(i, { intervalMs: FIVE_MINUTES_MS, high: 106 + i, low: 99 + i, close: 104.5 + i, volume: 5 * i + 10, takerBuyVolume: 2.5 }),
      );
      expect(await subject.store.candles(BTC, FIVE_MINUTES_MS, EVER)).toEqual(expected);
    });

    it("have the same closes when these are asked for alone", async () => {
      await subject.store.appendEvents([3, 4, 5, 8, 17, 18].map((i) => candle(i)));
      for (const range of [EVER, { from: minute(3), to: minute(11) }]) {
        const bars = await subject.store.candles(BTC, FIVE_MINUTES_MS, range);
        expect(await subject.store.closes(BTC, FIVE_MINUTES_MS, range)).toEqual(bars.map(({ openTime, close }) => ({ openTime, close })));
      }
      expect(await subject.store.closes(BTC, FIVE_MINUTES_MS, EVER)).toHaveLength(3);
      expect(await subject.store.closes(ETH, FIVE_MINUTES_MS, EVER)).toEqual([]);
    });

    it("have a volume only where every part has one", async () => {
      const { volume: _, ...silent } = candle(1);
      await subject.store.appendEvents([candle(0), silent, candle(5)]);
      const [first, second] = await subject.store.candles(BTC, FIVE_MINUTES_MS, EVER);
      expect(first).not.toHaveProperty("volume");
      expect(second).toMatchObject({ volume: 5 });
    });

    it("are still forming when their interval reaches beyond the last stored minute", async () => {
      await subject.store.appendEvents([0, 1, 2, 3, 4, 5, 6].map((i) => candle(i)));
      expect((await subject.store.candles(BTC, FIVE_MINUTES_MS, EVER)).map(({ closed }) => closed)).toEqual([true, false]);
      expect((await subject.store.candles(BTC, MINUTE_MS, EVER)).every(({ closed }) => closed)).toBe(true);
    });

    it("belong to the range that holds their opening, and come whole", async () => {
      await subject.store.appendEvents(Array.from({ length: 30 }, (_, i) => candle(i)));
      const bars = await subject.store.candles(BTC, FIVE_MINUTES_MS, { from: minute(3), to: minute(11) });
      expect(bars.map(({ openTime, close }) => [openTime, close])).toEqual([
        [minute(5), 109.5],
        [minute(10), 114.5],
      ]);
    });

    it("are returned as they are when stored coarser, and refused when the interval is no multiple", async () => {
      const hourly = candle(60, { intervalMs: HOUR_MS });
      await subject.store.appendEvents([hourly]);
      expect(await subject.store.candles(BTC, FIVE_MINUTES_MS, EVER)).toEqual([hourly]);
      await expect(subject.store.candles(BTC, asMs(1.5 * HOUR_MS), EVER)).rejects.toMatchObject({ code: "bad-input" });
      expect(await subject.store.candles(ETH, MINUTE_MS, EVER)).toEqual([]);
    });
  });
}
