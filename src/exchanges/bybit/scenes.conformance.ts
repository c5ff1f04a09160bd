import { NOW } from "#exchanges/exchange-under-test.conformance.ts";
import { SCENE, type Scene } from "#exchanges/scene.conformance.ts";
import { allLiquidation, publicTrade, ticker } from "./frames.conformance.ts";
import { type LoopbackBybit, answered } from "./loopback-bybit.conformance.ts";

interface Kind {
  readonly contract: "linear" | "inverse";
  readonly isDated?: boolean;
}

/** `S` of a liquidation is the side of the position. Sizes are coins, of inverse contracts dollars. */
function sceneOf(symbol: string, { contract, isDated = false }: Kind): Scene {
  const v = String(SCENE.size[contract]);
  const whole = {
    markPrice: String(SCENE.mark),
    indexPrice: String(SCENE.index),
    ...(isDated
      ? { fundingRate: "", nextFundingTime: contract === "linear" ? "" : "0" }
      : { fundingRate: String(SCENE.fundingRate), nextFundingTime: String(NOW + 3_600_000) }),
  };
  const interest = SCENE.openInterest[contract];
  const long = { S: "Buy", v, p: String(SCENE.bankruptcy.long) };
  const short = { S: "Sell", v, p: String(SCENE.bankruptcy.short) };
  return {
    symbol,
    trades: [publicTrade(symbol, { time: NOW, rows: ["Sell", "Buy"].map((S, i) => ({ S, v, p: String(SCENE.price), i: `scene ${i}` })) })],
    liquidations: { says: [allLiquidation(symbol, { time: NOW, rows: [long, long, short] })], sides: ["long", "long", "short"], printed: "bankruptcy" },
    marks: [ticker(symbol, { time: NOW, data: whole })],
    // The older field is the sum of both sides; it is alone in what was recorded before June 2026.
    openInterest: [
      ticker(symbol, { time: NOW, data: { ...whole, openInterest: String(2 * interest), singleOpenInterest: String(interest) } }),
      ticker(symbol, { time: NOW, data: { ...whole, openInterest: String(2 * interest) } }),
    ],
  };
}

export const SCENES = {
  "linear-perpetual": sceneOf("BTCUSDT", { contract: "linear" }),
  "inverse-perpetual": sceneOf("BTCUSD", { contract: "inverse" }),
  "linear-dated": sceneOf("BTCUSDT-25DEC26", { contract: "linear", isDated: true }),
  "inverse-dated": sceneOf("BTCUSDZ26", { contract: "inverse", isDated: true }),
};

/** Dollars, of inverse contracts coins; the deduction of the first is empty. */
export function tellBrackets(peer: LoopbackBybit): void {
  const [low, high] = SCENE.brackets;
  const dollarsTaken = low.cap * (high.maintenanceRate - low.maintenanceRate);
  const inverse = Object.values(SCENES).filter(({ symbol }) => symbol.startsWith("BTCUSD") && !symbol.startsWith("BTCUSDT"));
  peer.answer("/v5/market/tickers", () =>
    answered({ category: "inverse", list: inverse.map(({ symbol }) => ({ symbol, markPrice: String(SCENE.price) })) }, NOW),
  );
  peer.answer("/v5/market/risk-limit", ({ query }) => {
    const unit = query.get("category") === "inverse" ? SCENE.price : 1;
    const list = SCENE.brackets.map(({ cap, maxLeverage, maintenanceRate }, i) => ({
      id: i,
      symbol: query.get("symbol"),
      riskLimitValue: String(cap / unit),
      maintenanceMargin: String(maintenanceRate),
      initialMargin: String(1 / maxLeverage),
      maxLeverage: String(maxLeverage),
      mmDeduction: i === 0 ? "" : String(dollarsTaken / unit),
      isLowestRisk: i === 0 ? 1 : 0,
    }));
    return answered({ category: query.get("category"), list, nextPageCursor: "" }, NOW);
  });
}
