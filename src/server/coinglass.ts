import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { WINDOWS, type WindowName } from "#core/heat-levels.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { coinglassHeatmap } from "./coinglass-heatmap.ts";
import { createKeyCounter } from "./coinglass-keys.ts";
import type { RouteScope } from "./route-scope.ts";
import type { ServerOptions } from "./server-options.ts";

const RANGES = ["12h", "24h", "3d", "7d", "30d", "90d", "180d", "1y"] as const satisfies readonly WindowName[];

const querySchema = z.object({
  exchange: z.string("is required, e.g. Binance").describe("e.g. Binance"),
  symbol: z.string("is required, e.g. BTCUSDT").describe("Pair, e.g. BTCUSDT"),
  range: z.enum(RANGES, { error: `is one of ${RANGES.join(", ")}` }).default("3d"),
});

/** The CoinGlass v4 surface: same paths, key header, envelope and payload, so that a client works after changing its base URL. */
export function coinglassRoutes(app: RouteScope, { hub, apiKeys }: ServerOptions): void {
  const keys = createKeyCounter(apiKeys);
  app.addHook("onRequest", async (request, reply) => {
    const { limit, used, problem } = keys.use(request.headers["cg-api-key"], Date.now());
    void reply.headers({ "api-key-max-limit": limit, "api-key-use-limit": used });
    if (problem) await reply.status(problem.status).send({ code: String(problem.status), msg: problem.msg });
  });

  app.get(
    "/api/futures/liquidation/heatmap/model1",
    { schema: { tags: ["coinglass"], summary: "Liquidation heatmap of a pair", querystring: querySchema } },
    async ({ query }, reply) => {
      const market = marketOfPair(hub, query);
      const window = WINDOWS.find(({ name }) => name === query.range);
      if (window === undefined || !market.ready) throw new AppError("unavailable", `${market.id} has no map yet: its history is ${market.backfill.state}`);
      void reply.header("cache-control", "no-cache");
      return { code: "0", msg: "success", data: await coinglassHeatmap(hub, market, window) };
    },
  );
}

/** A pair on an exchange by the exchange's name, in any case. */
function marketOfPair(hub: Hub, { exchange, symbol }: { exchange: string; symbol: string }): MarketView {
  const markets = hub.markets();
  const named = (market: MarketView) =>
    [market.exchange, market.exchangeLabel, market.exchangeLabel.split(" ", 1)[0]].some((name) => name.toLowerCase() === exchange.toLowerCase());
  const listed = markets.filter(named);
  if (listed.length === 0)
    throw new AppError(
      "bad-input",
      `exchange: ${exchange} is not here, there is ${[...new Set(markets.map((market) => market.exchange))].join(", ") || "none yet"}`,
    );
  const found = listed.find((market) => market.symbol.toLowerCase() === symbol.toLowerCase());
  if (found) return found;
  throw new AppError("bad-input", `symbol: ${symbol} is not here, there is ${listed.map((market) => market.symbol).join(", ")}`);
}
