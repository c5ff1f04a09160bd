import { describe, expect, test } from "vitest";
import type { Hub } from "./hub.ts";
import type { HubListener } from "./hub-update.ts";
import type { MarketView } from "./market-view.ts";
import { flooredView, withReliabilityFloor } from "./reliability-floor.ts";

const FLOOR = 300e6;
const marketOf = (openInterestUsd: number | null): MarketView =>
  ({ id: "a:B", openInterestUsd, thinBelowUsd: null, reliability: { grade: "A", score: 0.9, reasons: ["something else"] } }) as unknown as MarketView;

describe("a floor of open interest", () => {
  test("a market above it, or of which nothing is known, is as it was", () => {
    for (const market of [marketOf(FLOOR), marketOf(null)]) expect(flooredView(market, FLOOR)).toBe(market);
    expect(flooredView(marketOf(5), 0).thinBelowUsd).toBeNull();
  });

  test("below it the grade falls, the less there is, and it says why before anything else", () => {
    const { reliability, thinBelowUsd } = flooredView(marketOf(60e6), FLOOR);
    expect(thinBelowUsd).toBe(FLOOR);
    expect(reliability?.score).toBeCloseTo(0.9 * 0.6, 9);
    expect(reliability?.grade).toBe("C");
    expect(reliability?.reasons).toEqual(["a thin market: open interest of $60M is below the floor of $300M", "something else"]);
    expect(flooredView(marketOf(1_200_000), FLOOR).reliability?.reasons[0]).toContain("$1.2M");
  });

  test("every way to a market tells the same", () => {
    let tell: HubListener = () => undefined;
    const thin = marketOf(60e6);
    const hub = {
      markets: () => [thin],
      market: (id: string) => (id === "a:B" ? thin : undefined),
      subscribe(listener: HubListener) {
        tell = listener;
        return () => undefined;
      },
    } as unknown as Hub;
    const floored = withReliabilityFloor(hub, FLOOR);
    const heard: unknown[] = [];
    floored.subscribe((update) => heard.push(update.kind === "market" ? update.market.thinBelowUsd : update.kind));
    tell({ kind: "market", market: thin });
    tell({ kind: "mark", market: thin.id, time: 0, mark: 1 });
    expect([floored.markets()[0].thinBelowUsd, floored.market("a:B")?.thinBelowUsd, floored.market("c:D"), heard]).toEqual([
      FLOOR,
      FLOOR,
      undefined,
      [FLOOR, "mark"],
    ]);
  });
});
