import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { WINDOWS, type WindowName } from "#core/heat-levels.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";
import { marketOfPair, marketsOfCoin } from "./find-pair.ts";
import { coinglassHeatmap } from "./heatmap-payload.ts";
import { answer, coinField, exchangeField, pairField } from "./request-fields.ts";

const RANGES = ["12h", "24h", "3d", "7d", "30d", "90d", "180d", "1y"] as const satisfies readonly WindowName[];
const rangeField = z.enum(RANGES, { error: `is one of ${RANGES.join(", ")}` }).default("3d");
/** CoinGlass offers three models without saying what they are. There is one here, and it answers to each name. */
const MODELS = ["model1", "model2", "model3"] as const;

/** Heatmaps of a pair, and of a coin over every exchange that is followed. */
export function heatmapRoutes(app: RouteScope, { hub }: ServerOptions): void {
  for (const model of MODELS) {
    app.get(
      `/api/futures/liquidation/heatmap/${model}`,
      {
        schema: {
          tags: ["coinglass"],
          summary: "Liquidation heatmap of a pair",
          querystring: z.object({ exchange: exchangeField, symbol: pairField, range: rangeField }),
        },
      },
      async ({ query }) => answer(await heatmapOf(hub, marketOfPair(hub, query), query.range)),
    );
    app.get(
      `/api/futures/liquidation/aggregated-heatmap/${model}`,
      {
        schema: {
          tags: ["coinglass"],
          summary: "Liquidation heatmap of a coin over all exchanges",
          querystring: z.object({ symbol: coinField, range: rangeField }),
        },
      },
      async ({ query }) => answer(await heatmapOf(hub, widestOfCoin(hub, query.symbol), query.range)),
    );
  }
}

/** The market that adds the most markets of a coin up: over all exchanges, over one, or the only one there is. */
function widestOfCoin(hub: Hub, symbol: string): MarketView {
  const [{ coin }] = marketsOfCoin(hub, symbol);
  return hub
    .markets()
    .filter((market) => market.coin === coin)
    .reduce((widest, market) => (sizeOf(market) > sizeOf(widest) ? market : widest));
}

const sizeOf = ({ members }: MarketView): number => members?.length ?? 1;

async function heatmapOf(hub: Hub, market: MarketView, range: WindowName) {
  const window = WINDOWS.find(({ name }) => name === range);
  if (window === undefined || !market.ready) throw new AppError("unavailable", `${market.id} has no map yet: its history is ${market.backfill.state}`);
  return coinglassHeatmap(hub, market, window);
}
