import { describe, expect, it } from "vitest";
import { priceAt } from "#core/price-rows.ts";
import { type Ladder, createLadder } from "./ladder.ts";
import { LADDER_PRIOR } from "./ladder-prior.ts";
import { marginRuleAt } from "./margin/margin-rule.ts";
import { BTC } from "./given-book.conformance.ts";

const ladderAt = (iso: string) => createLadder(BTC, marginRuleAt(BTC, Date.parse(iso)), LADDER_PRIOR);
const NOW = ladderAt("2026-01-01");
const openedOn = (ladder: Ladder, side: 0 | 1) => ladder.rungs[side].reduce((sum, { priorWeight }) => sum + priorWeight, ladder.priorNever[side]);

describe("the ladder", () => {
  it("shares out all newly opened notional of a side", () => {
    for (const side of [0, 1] as const) expect(openedOn(NOW, side)).toBeCloseTo(1, 12);
  });

  it("puts small isolated positions where the exchange would close them", () => {
    const hundred = NOW.rungs[0].find(({ leverage }) => leverage === 100);
    const short = NOW.rungs[1].find(({ leverage }) => leverage === 100);
    expect(priceAt(hundred?.isolated[0].shift ?? 0) - 1).toBeCloseTo(-0.006, 3);
    expect(priceAt(short?.isolated[0].shift ?? 0) - 1).toBeCloseTo(0.006, 3);
  });

  it("liquidates longs below and shorts above entry, nearer with every rung", () => {
    for (const side of [0, 1] as const) {
      const shifts = NOW.rungs[side].map(({ shift }) => (side === 0 ? -shift : shift));
      for (let rung = 1; rung < shifts.length; rung++) expect(shifts[rung]).toBeLessThanOrEqual(shifts[rung - 1]);
      expect(Math.min(...shifts)).toBeGreaterThan(0);
    }
  });

  it("leaves a large position less leverage than a small one", () => {
    const top = NOW.rungs[0].find(({ leverage }) => leverage === 50);
    expect(top?.isolated).toHaveLength(2);
    expect(top?.isolated[1].shift).toBeGreaterThan(top?.isolated[0].shift ?? 0);
    expect(top?.isolated.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it("is capped by the brackets in force", () => {
    const rule = marginRuleAt(BTC, Date.UTC(2026, 0, 1));
    const capped = createLadder(
      BTC,
      { ...rule, brackets: rule.brackets.map((bracket) => ({ ...bracket, maxLeverage: Math.min(60, bracket.maxLeverage) })) },
      LADDER_PRIOR,
    );
    expect(capped.rungs[0].at(-1)).toMatchObject({ leverage: 125, priorWeight: 0 });
    expect(openedOn(capped, 0)).toBeCloseTo(1, 12);
    for (const margin of ["isolated", "cross"] as const) {
      const share = (ladder: Ladder) => ladder.rungs[0].reduce((sum, rung) => sum + (rung.margin === margin ? rung.priorWeight : 0), 0);
      expect(share(capped)).toBeCloseTo(share(NOW), 12);
    }
    expect(NOW.rungs[0].at(-1)?.priorWeight).toBeGreaterThan(0);
  });

  it("refuses a margin model that does not exist", () => {
    expect(() => marginRuleAt({ marginModel: "nowhere", symbol: "BTCUSDT" }, 0)).toThrow('unknown margin model "nowhere" of BTCUSDT; known: binance-usdm');
  });

  it("uses a cautious table for a symbol that is not on file, and says so", () => {
    expect(marginRuleAt({ marginModel: "binance-usdm", symbol: "NOSUCHUSDT" }, 0)).toMatchObject({ known: false });
  });
});
