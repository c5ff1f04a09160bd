import { NOW } from "#exchanges/exchange-under-test.conformance.ts";
import { SCENE, type Scene } from "#exchanges/scene.conformance.ts";
import { aggTrade, combined, forceOrder, markPrice } from "./frames.conformance.ts";
import type { LoopbackBinance } from "./loopback-binance.conformance.ts";

/** Side of the order, fill and bankruptcy price; `q` is what was ordered, `z` what was filled. */
const forced = (symbol: string, side: "long" | "short", time: number) =>
  combined(
    `${symbol.toLowerCase()}@forceOrder`,
    forceOrder(symbol, {
      time,
      S: side === "long" ? "SELL" : "BUY",
      q: "0.900",
      z: String(SCENE.size.linear),
      p: String(SCENE.bankruptcy[side]),
      ap: String(SCENE.fill[side]),
    }),
  );

function sceneOf(symbol: string, funding: object): Scene {
  const trade = (id: number, m: boolean) =>
    combined(`${symbol.toLowerCase()}@aggTrade`, aggTrade(symbol, { id, time: NOW + id, p: String(SCENE.price), q: String(SCENE.size.linear), m }));
  return {
    symbol,
    trades: [trade(1, true), trade(2, false)],
    liquidations: { says: [forced(symbol, "long", NOW), forced(symbol, "short", NOW + 1_000)], sides: ["long", "short"], printed: "fill" },
    marks: [combined(`${symbol.toLowerCase()}@markPrice@1s`, markPrice(symbol, { time: NOW, p: String(SCENE.mark), i: String(SCENE.index), ...funding }))],
  };
}

export const SCENES = {
  "linear-perpetual": sceneOf("BTCUSDT", { r: String(SCENE.fundingRate) }),
  "linear-dated": sceneOf("BTCUSDT_261225", { r: "", T: 0 }),
};

/** Notional and cumulated amounts, as the public page tells them. */
export function tellBrackets(peer: LoopbackBinance): void {
  const [low, high] = SCENE.brackets;
  const rowOf = ({ cap, maxLeverage, maintenanceRate }: (typeof SCENE.brackets)[number], floor: number, amount: number) => ({
    bracketSeq: 1,
    bracketNotionalFloor: floor,
    bracketNotionalCap: cap,
    bracketMaintenanceMarginRate: maintenanceRate,
    cumFastMaintenanceAmount: amount,
    minOpenPosLeverage: 1,
    maxOpenPosLeverage: maxLeverage,
  });
  const riskBrackets = [rowOf(low, 0, 0), rowOf(high, low.cap, low.cap * (high.maintenanceRate - low.maintenanceRate))];
  const brackets = Object.values(SCENES).map(({ symbol }) => ({ symbol, updateTime: NOW - 1_000, notionalLimit: 100, riskBrackets }));
  const body = { code: "000000", message: null, messageDetail: null, success: true, data: { brackets } };
  peer.answer("/bapi/futures/v1/friendly/future/common/brackets", () => ({ body }));
}
