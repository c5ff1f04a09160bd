import { NOW } from "#exchanges/exchange-under-test.conformance.ts";
import { SCENE, type Scene } from "#exchanges/scene.conformance.ts";
import { liquidation, publicTrade, ticker } from "./frames.conformance.ts";
import { type LoopbackBitget, answered } from "./loopback-bitget.conformance.ts";

interface Kind {
  readonly contract: "linear" | "inverse";
  readonly isDated?: boolean;
}

/** `side` of a liquidation is that of the position, its amount is quote coin. Sizes are coins, of inverse contracts dollars. */
function sceneOf(symbol: string, { contract, isDated = false }: Kind): Scene {
  const at = { time: NOW, instType: contract === "linear" ? "usdt-futures" : "coin-futures" };
  const v = String(SCENE.size[contract]);
  const amountAt = (price: number): string => String(contract === "linear" ? SCENE.size.linear * price : SCENE.size.inverse);
  const { long, short } = SCENE.bankruptcy;
  const row = {
    markPrice: String(SCENE.mark),
    indexPrice: String(SCENE.index),
    openInterest: String(SCENE.openInterest[contract]),
    ...(isDated ? { fundingRate: "0", nextFundingTime: "0" } : { fundingRate: String(SCENE.fundingRate) }),
  };
  const whole = ticker(symbol, { ...at, row });
  return {
    symbol,
    // Newest first.
    trades: [publicTrade(symbol, { ...at, rows: ["buy", "sell"].map((S, i) => ({ S, v, p: String(SCENE.price), i: `scene ${i}` })) })],
    liquidations: {
      says: [
        liquidation(
          [
            { symbol: "NOBODYUSDT" },
            { symbol, side: "buy", price: String(long), amount: amountAt(long) },
            { symbol, side: "sell", price: String(short), amount: amountAt(short) },
          ],
          at,
        ),
      ],
      sides: ["long", "short"],
      printed: "bankruptcy",
    },
    marks: [whole],
    openInterest: [whole],
  };
}

export const SCENES = {
  "linear-perpetual": sceneOf("BTCUSDT", { contract: "linear" }),
  "inverse-perpetual": sceneOf("BTCUSD_CM", { contract: "inverse" }),
  "inverse-dated": sceneOf("BTCCMZ26", { contract: "inverse", isDated: true }),
};

/** Quote coin, of coin-margined contracts dollars. */
export function tellBrackets(peer: LoopbackBitget): void {
  const tiers = SCENE.brackets.map(({ cap, maxLeverage, maintenanceRate }, i) => ({
    tier: String(i + 1),
    minTierValue: String(i === 0 ? 0 : SCENE.brackets[0].cap),
    maxTierValue: String(cap),
    leverage: String(maxLeverage),
    mmr: String(maintenanceRate),
  }));
  peer.answer("/api/v3/market/position-tier", () => answered(tiers, NOW));
}
