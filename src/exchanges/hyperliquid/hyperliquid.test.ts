import { describeExchange } from "#exchanges/exchange.conformance.ts";
import { tardisTexts } from "#exchanges/recorded-data.conformance.ts";
import { contextOf } from "./context.ts";
import { HYPERLIQUID } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { activeAssetCtx, candle, l2Book, trade, trades } from "./frames.conformance.ts";
import { createHyperliquid } from "./hyperliquid.ts";
import { startLoopbackHyperliquid } from "./loopback-hyperliquid.conformance.ts";
import { normalise } from "./normalise.ts";
import { SCENES, tellBrackets } from "./scenes.conformance.ts";

const time = Date.UTC(2026, 5, 1);
/** Of a trade that no order of a user made. */
const NO_HASH = `0x${"0".repeat(64)}`;
const { users: _, ...withoutUsers } = trade("BTC", { tid: 9, time });

describeExchange({
  declaration: HYPERLIQUID,
  create: createHyperliquid,
  plan: (hosts, timing) => planFeed(contextOf(hosts, timing), "BTC"),
  lines: 1,
  topics: 4,
  spokenKinds: ["trade", "mark", "candle", "book", "open-interest"],
  without: ["book-sequence", "liquidations"],
  scenes: SCENES,
  frames: [
    trades(trade("BTC", { tid: 7, time }), trade("BTC", { tid: 8, time, side: "B" })),
    trades(withoutUsers),
    trades(trade("kPEPE", { tid: 914_085_640_115_392, time, px: "0.0123456", sz: "120345", hash: NO_HASH })),
    activeAssetCtx("kPEPE"),
    activeAssetCtx("BTC", { funding: "0.0000125", openInterest: "0.0", midPx: null, impactPxs: null, premium: null }),
    l2Book("BTC", { time }),
    l2Book("BTC", { time, levels: [[], []] }),
    l2Book("kPEPE", { time, levels: [[{ px: "0.012345", sz: "5000000", n: 1 }], []] }),
    l2Book("BTC", { time, levels: [[], [{ px: "60001", sz: "0.00001", n: 1 }]] }),
    candle("BTC", { openTime: time, trades: 3 }),
    candle("BTC", { openTime: time, trades: 0, o: "60000", h: "60000", l: "60000", c: "60000", v: "0.0" }),
    candle("kPEPE", { openTime: time, trades: 70_000, o: "0.012345", h: "0.0124", l: "0.0123", c: "0.012399", v: "981234567.0" }),
    candle("BTC", { openTime: time, trades: 9_000, i: "1h", T: time + 3_599_999 }),
  ],
  normalise,
  instruments: [],
  recorded: [
    {
      name: "messages of tardis-node's tests",
      texts: () => tardisTexts("map hyperliquid messages"),
      data: { trades: 4, book: 2, ticker: 1 },
      reasons: { "unexpected activeSpotAssetCtx": 1, "unexpected bbo": 2 },
    },
  ],
  async startPeer(history) {
    const peer = await startLoopbackHyperliquid(history);
    return {
      ...peer,
      tellBrackets: () => tellBrackets(peer),
      refuseRequests(status, headers = {}) {
        peer.answerAll(status === undefined ? undefined : () => ({ status, headers, body: "refused by the test" }));
      },
    };
  },
});
