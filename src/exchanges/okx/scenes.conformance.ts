import { NOW } from "#exchanges/exchange-under-test.conformance.ts";
import { SCENE, type Scene } from "#exchanges/scene.conformance.ts";
import { forcedOrder, fundingRate, indexTicker, liquidationOrders, markPrice, openInterest, trades } from "./frames.conformance.ts";
import { ok } from "./history.conformance.ts";
import type { LoopbackOkx } from "./loopback-okx.conformance.ts";

/** What a contract of the peer's listing is worth: coins, of inverse ones dollars. */
const CONTRACT = { linear: 0.01, inverse: 100 } as const;

/** Everything counts contracts; a forced order has the side of the order, and that of the position where the account holds both. */
function sceneOf(symbol: string, contract: "linear" | "inverse"): Scene {
  const isDated = !symbol.endsWith("SWAP");
  const sz = String(SCENE.size[contract] / CONTRACT[contract]);
  const trade = { px: String(SCENE.price), sz };
  const long = { time: NOW, sz, side: "sell", bkPx: String(SCENE.bankruptcy.long) };
  const short = { time: NOW, sz, side: "buy", bkPx: String(SCENE.bankruptcy.short) };
  const index = indexTicker(symbol.split("-", 2).join("-"), { time: NOW, idxPx: String(SCENE.index) });
  const funding = fundingRate(symbol, { time: NOW, settlesAt: NOW + 3_600_000, fundingRate: String(SCENE.fundingRate) });
  const details = [long, { ...long, posSide: "net" }, { ...long, posSide: "net" }, { ...short, posSide: "short" }, { ...short, posSide: "net" }];
  return {
    symbol,
    trades: [trades(symbol, { id: 1, time: NOW, ...trade, side: "sell" }, { id: 2, time: NOW, ...trade, side: "buy" })],
    liquidations: {
      says: [
        liquidationOrders(isDated ? "FUTURES" : "SWAP", [
          { instId: "IOST-USDT-SWAP", details: [forcedOrder({ time: NOW })] },
          { instId: symbol, details: details.map((detail) => forcedOrder(detail)) },
        ]),
      ],
      sides: ["long", "long", "long", "short", "short"],
      printed: "bankruptcy",
    },
    marks: [index, ...(isDated ? [] : [funding]), markPrice(symbol, { time: NOW, markPx: String(SCENE.mark) })],
    openInterest: [openInterest(symbol, { time: NOW, oi: String(SCENE.openInterest[contract] / CONTRACT[contract]) })],
    topics: isDated ? 7 : 8,
  };
}

export const SCENES = {
  "linear-perpetual": sceneOf("BTC-USDT-SWAP", "linear"),
  "inverse-perpetual": sceneOf("BTC-USD-SWAP", "inverse"),
  "linear-dated": sceneOf("BTC-USDT-261225", "linear"),
  "inverse-dated": sceneOf("BTC-USD-261225", "inverse"),
};

/** Contracts, by family and type. */
export function tellBrackets(peer: LoopbackOkx): void {
  peer.answer("/api/v5/public/position-tiers", ({ query }) => {
    const instFamily = query.get("instFamily") ?? "";
    const usdPerContract = instFamily.endsWith("-USD") ? CONTRACT.inverse : CONTRACT.linear * SCENE.price;
    return ok(
      SCENE.brackets.map(({ cap, maxLeverage, maintenanceRate }, i) => ({
        imr: String(1 / maxLeverage),
        instFamily,
        instId: "",
        maxLever: String(maxLeverage),
        maxSz: String(cap / usdPerContract),
        minSz: "0",
        mmr: String(maintenanceRate),
        tier: String(i + 1),
        uly: instFamily,
      })),
    );
  });
}
