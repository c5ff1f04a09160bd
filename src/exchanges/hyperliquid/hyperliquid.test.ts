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
    activeAssetCtx("kPEPE"),
    l2Book("BTC", { time }),
    l2Book("BTC", { time, levels: [[], []] }),
    candle("BTC", { openTime: time, trades: 3 }),
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
