import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowLow } from "#core/price-rows.ts";
import { volumeProfile } from "./volume-profile.ts";

const ROW = 50_000;
/** The middle of a price row. */
const priceIn = (row: number) => Math.sqrt(rowLow(row) * rowLow(row + 1));
const barOver = (low: number, high: number, volumeUsd: number) => ({ bar: { low: priceIn(ROW + low), high: priceIn(ROW + high) }, volumeUsd });

describe("volumeProfile", () => {
  test("spreads a bar evenly over its rows", () => {
    const profile = volumeProfile([barOver(0, 9, 100)], 5);
    expect(profile).toMatchObject({ firstBin: ROW / 5, mostAt: 0 });
    expect([...(profile?.usd ?? [])].map(Math.round)).toEqual([50, 50]);
  });

  test("says where most was traded", () => {
    const profile = volumeProfile([barOver(0, 9, 100), barOver(7, 7, 30), barOver(12, 12, 5)], 5);
    expect([...(profile?.usd ?? [])].map(Math.round)).toEqual([50, 80, 5]);
    expect(profile?.mostAt).toBe(1);
  });

  test("there is none of no bars", () => expect(volumeProfile([], 5)).toBeUndefined());

  test("keeps every dollar, whatever the bins", () => {
    const bar = fc.tuple(fc.nat(300), fc.nat(200), fc.integer({ min: 0, max: 1_000_000 })).map(([low, height, usd]) => barOver(low, low + height, usd));
    fc.assert(
      fc.property(fc.array(bar, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 40 }), (bars, rowsPerBin) => {
        const put = bars.reduce((sum, { volumeUsd }) => sum + volumeUsd, 0);
        const kept = volumeProfile(bars, rowsPerBin)?.usd.reduce((sum, usd) => sum + usd, 0) ?? 0;
        expect(Math.abs(kept - put)).toBeLessThanOrEqual(1e-6 * Math.max(1, put));
      }),
    );
  });
});
