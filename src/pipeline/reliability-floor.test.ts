import { describe, expect, test } from "vitest";
import type { Hub } from "./hub.ts";
import type { HubListener } from "./hub-update.ts";
import type { MarketView } from "./market-view.ts";
import { withReliabilityFloor } from "./reliability-floor.ts";

const FLOOR = 300e6;
const marketOf = (openInterestUsd: number): MarketView =>
  ({ id: "a:B", openInterestUsd, thinBelowUsd: null, reliability: { grade: "A", score: 0.9, reasons: ["something else"] } }) as unknown as MarketView;

describe("a floor of open interest", () => {
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
