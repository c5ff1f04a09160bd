import { LRUCache } from "lru-cache";
import { z } from "zod";
import { POSITION_SIDES } from "#core/position-side.ts";
import { TIERS } from "#core/tier.ts";
import { type Cluster, findClusters, nearestCluster } from "#insight/clusters.ts";
import { massWithin } from "#insight/crowding.ts";
import type { Hub } from "#pipeline/hub.ts";
import { remembered } from "#pipeline/remembered.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { PastHub } from "#pipeline/past/hub-at.ts";
import { type ClusterMessage, type OverviewRow, overviewReplySchema } from "#wire/overview.ts";
import { newestBookTime, provenanceOf } from "#server/as-of.ts";
import { instantSchema, pastOf } from "#server/instant.ts";
import { type ShownBook, gridOfBook } from "#server/levels-grid.ts";
import { DAY_INTERVAL_MS, type MarketDay, marketDay } from "#server/market-day.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";

const WITHIN = 0.05;
/** Clusters further from the mark than this are not looked for. */
const CLUSTER_REACH = 0.2;
const ROWS_PER_CELL = 5;
/** A day's half hours hardly change in a minute, and several stores were asked for them. */
const DAY_KEPT_MS = 60_000;
const DAYS_KEPT = 1_000;

/** GET /v1/overview: every coin in a line, so that a page does not fetch every book. */
export function overviewRoutes(app: RouteScope, options: RouteOptions): void {
  const { hub } = options;
  const days = new LRUCache<string, Promise<MarketDay>>({ max: DAYS_KEPT, ttl: DAY_KEPT_MS });
  function dayOf(from: PastHub, market: MarketView, at: number | undefined): Promise<MarketDay> {
    return remembered(days, `${market.id} ${at ?? "now"}`, () => marketDay(from, market, from.now()));
  }
  app.get(
    "/v1/overview",
    {
      schema: {
        tags: ["v1"],
        summary: "Every coin: price, open interest, nearest clusters",
        description: "With `at`: as it was known then; funding is then the rate of the last settlement, and the grade null.",
        querystring: z.object({ at: instantSchema }),
        response: { 200: overviewReplySchema },
      },
    },
    async ({ query }, reply) => {
      void reply.header("cache-control", "no-cache");
      const past = pastOf(options, query.at);
      const from = past?.hub ?? hub;
      const rows = await Promise.all(
        widestMarkets(hub.markets()).map(async ({ id }) => {
          const market = from.market(id) as MarketView;
          const day = await dayOf(from, market, past?.hub.now());
          if (past === undefined) return rowOf(market, day, hub.book(id));
          return rowOf(await past.view(market), day, await past.book(market, { layer: "modelled", reach: CLUSTER_REACH }));
        }),
      );
      const asOf = past ? past.hub.now() : newestBookTime(hub);
      return { ...provenanceOf(from, asOf), layer: "modelled" as const, within: WITHIN, intervalMs: DAY_INTERVAL_MS, rows };
    },
  );
}

/** Per coin the market with most members, else the one with most open interest. */
function widestMarkets(markets: ReturnType<Hub["markets"]>): readonly MarketView[] {
  const widest = new Map<string, MarketView>();
  for (const market of markets) {
    const known = widest.get(market.coin);
    if (known === undefined || breadth(market, known) > 0) widest.set(market.coin, market);
  }
  return [...widest.values()];
}

const breadth = (a: MarketView, b: MarketView): number =>
  (a.members?.length ?? 1) - (b.members?.length ?? 1) || (a.openInterestUsd ?? 0) - (b.openInterestUsd ?? 0);

function rowOf(market: MarketView, { prices, openInterestChange }: MarketDay, book: ShownBook | undefined): OverviewRow {
  const { id, coin, exchangeLabel, tickSize, mark, change24h, openInterestUsd, funding, reliability, thinBelowUsd } = market;
  return {
    market: id,
    coin,
    exchangeLabel,
    tickSize,
    mark,
    change24h,
    openInterestUsd,
    openInterestChange24h: openInterestChange,
    fundingRate: funding?.rate ?? null,
    grade: reliability?.grade ?? null,
    reliability,
    thinBelowUsd,
    prices: [...prices],
    ...standingOf(book),
  };
}

function standingOf(book: ShownBook | undefined): Pick<OverviewRow, "asOf" | "longUsd" | "shortUsd" | "below" | "above"> {
  if (book === undefined) return { asOf: null, longUsd: null, shortUsd: null, below: null, above: null };
  const grid = gridOfBook(book, { rowsPerCell: ROWS_PER_CELL, reach: CLUSTER_REACH });
  const { long, short } = massWithin(grid, WITHIN);
  const clusters = findClusters(grid, { tiers: TIERS, sides: POSITION_SIDES, reach: CLUSTER_REACH });
  const nearest = { below: messageOf(nearestCluster(clusters, "long")), above: messageOf(nearestCluster(clusters, "short")) };
  return { asOf: grid.time, longUsd: long, shortUsd: short, ...nearest };
}

const messageOf = (cluster: Cluster | undefined): ClusterMessage | null =>
  cluster ? { low: cluster.low, high: cluster.high, price: cluster.price, distance: cluster.distance, usd: cluster.usd } : null;
