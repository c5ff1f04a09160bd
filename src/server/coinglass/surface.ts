import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";
import { heardUntil, stampAge } from "#server/as-of.ts";
import { concernedMarkets } from "./concerned-markets.ts";
import { fundingRoutes } from "./funding.ts";
import { heatmapRoutes } from "./heatmaps.ts";
import { createKeyCounter } from "./keys.ts";
import { liquidationRoutes } from "./liquidations.ts";
import { openInterestRoutes } from "./open-interest.ts";
import { priceRoutes } from "./price.ts";
import { supportedRoutes } from "./supported.ts";

const GROUPS = [heatmapRoutes, liquidationRoutes, openInterestRoutes, fundingRoutes, priceRoutes, supportedRoutes] as const;

/** The CoinGlass v4 surface: same paths, key header, envelope and payload, so that a client works after changing its base URL. docs/coinglass.md says what differs. */
export function coinglassRoutes(app: RouteScope, options: ServerOptions): void {
  const keys = createKeyCounter(options.apiKeys);
  app.addHook("onRequest", async (request, reply) => {
    const { limit, used, problem } = keys.use(request.headers["cg-api-key"], Date.now());
    void reply.headers({ "api-key-max-limit": limit, "api-key-use-limit": used, "cache-control": "no-cache" });
    if (problem) await reply.status(problem.status).send({ code: String(problem.status), msg: problem.msg });
  });
  app.addHook("preHandler", async ({ query }, reply) => {
    const markets = concernedMarkets(options.hub, query as Record<string, unknown>);
    if (markets.length > 0) stampAge(reply, options.hub, Math.max(...markets.map((market) => heardUntil(options.hub, market))));
  });
  for (const routes of GROUPS) routes(app, options);
}
