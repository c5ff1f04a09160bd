import { NOW } from "#exchanges/exchange-under-test.conformance.ts";
import { SCENE, type Scene } from "#exchanges/scene.conformance.ts";
import { activeAssetCtx, contexts, meta, trade, trades } from "./frames.conformance.ts";
import type { LoopbackHyperliquid } from "./loopback-hyperliquid.conformance.ts";

const traded = { time: NOW, px: String(SCENE.price), sz: String(SCENE.size.linear) };
const context = activeAssetCtx("BTC", {
  markPx: String(SCENE.mark),
  oraclePx: String(SCENE.index),
  funding: String(SCENE.fundingRate),
  openInterest: String(SCENE.openInterest.linear),
});

/** A: the taker sold. B: it bought. */
export const SCENES: { readonly "linear-perpetual": Scene } = {
  "linear-perpetual": {
    symbol: "BTC",
    trades: [trades(trade("BTC", { ...traded, tid: 1, side: "A" }), trade("BTC", { ...traded, tid: 2, side: "B" }))],
    marks: [context],
    openInterest: [context],
  },
};

/** Where each tier begins. */
export function tellBrackets(peer: LoopbackHyperliquid): void {
  const [low, high] = SCENE.brackets;
  const marginTiers = [
    { lowerBound: "0.0", maxLeverage: low.maxLeverage },
    { lowerBound: String(low.cap), maxLeverage: high.maxLeverage },
  ];
  const [{ marginTableId }] = meta().universe;
  const body = { ...meta(), marginTables: [[marginTableId, { description: "of the scene", marginTiers }]] };
  peer.answer("meta", () => ({ body }));
  peer.answer("metaAndAssetCtxs", () => ({ body: [body, contexts()] }));
}
