import { z } from "zod";
import type { LiquidationEvent } from "#core/events.ts";
import { notionalUsd } from "#core/instrument.ts";
import { DAY_MS, HOUR_MS, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";
import type { TimeRange } from "#storage/store.ts";
import { byExchange, coinsOf, marketOfPair, marketsOfCoin, marketsOfExchange, singleMarkets } from "./find-pair.ts";
import { type ForcedSum, forcedByBar, forcedIn, sumOfForced } from "./forced-sums.ts";
import { answer, coinField, exchangeField, pairField, seriesFields, spanOf, text, timeFields } from "./request-fields.ts";

const HOURS = { "1h": 1, "4h": 4, "12h": 12, "24h": 24 } as const;
const RANGES = Object.keys(HOURS) as (keyof typeof HOURS)[];
const LIST_RANGES = RANGES.toReversed();
const OLDEST_ORDER_MS = 7 * DAY_MS;
const MOST_ORDERS = 200;
/** The side of the forced order: a long is sold. */
const SIDE_OF_POSITION = { long: 2, short: 1 } as const;

const base = "/api/futures/liquidation";
const tags = ["coinglass"];

/** What printed: single orders, sums per bar, per exchange and per coin. Only what each exchange's feed shows. */
export function liquidationRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    `${base}/order`,
    {
      schema: {
        tags,
        summary: "Printed liquidations, newest first",
        querystring: z.object({
          exchange: exchangeField,
          symbol: coinField,
          min_liquidation_amount: z.coerce.number("is required, in USD").nonnegative("is required, in USD"),
          ...timeFields,
        }),
      },
    },
    async ({ query }) => {
      const now = hub.now();
      const to = Math.min(query.end_time ?? now, now) + 1;
      const range = { from: asMs(Math.max(query.start_time ?? 0, now - OLDEST_ORDER_MS)), to: asMs(to) };
      const listed = marketsOfExchange(hub, query.exchange).filter(({ coin }) => coin.toLowerCase() === query.symbol.toLowerCase());
      const orders = (await Promise.all(listed.map((market) => ordersOf(hub, market, { range, leastUsd: query.min_liquidation_amount })))).flat();
      return answer(orders.sort((a, b) => b.time - a.time).slice(0, MOST_ORDERS));
    },
  );
  app.get(
    `${base}/history`,
    { schema: { tags, summary: "Liquidations of a pair per bar", querystring: z.object({ exchange: exchangeField, symbol: pairField, ...seriesFields }) } },
    async ({ query }) => {
      const bars = await forcedByBar(hub, [marketOfPair(hub, query)], spanOf(query, hub.now()));
      return answer(bars.map(({ time, long, short }) => ({ time, long_liquidation_usd: text(long), short_liquidation_usd: text(short) })));
    },
  );
  app.get(
    `${base}/aggregated-history`,
    {
      schema: {
        tags,
        summary: "Liquidations of a coin per bar, over the exchanges named",
        querystring: z.object({ exchange_list: z.string("is required, e.g. Binance,OKX"), symbol: coinField, ...seriesFields }),
      },
    },
    async ({ query }) => {
      const named = query.exchange_list.split(",").flatMap((name) => marketsOfExchange(hub, name.trim()));
      const markets = marketsOfCoin(hub, query.symbol).filter(({ id }) => named.some((market) => market.id === id));
      const bars = await forcedByBar(hub, markets, spanOf(query, hub.now()));
      return answer(
        bars.map(({ time, long, short }) => ({ time, aggregated_long_liquidation_usd: rounded(long), aggregated_short_liquidation_usd: rounded(short) })),
      );
    },
  );
  app.get(
    `${base}/coin-list`,
    { schema: { tags, summary: "Liquidations of every coin on an exchange", querystring: z.object({ exchange: exchangeField }) } },
    async ({ query }) => {
      const markets = marketsOfExchange(hub, query.exchange);
      return answer(await Promise.all(coinsOf(markets).map((coin) => coinRow(hub, { coin, markets: markets.filter((market) => market.coin === coin) }))));
    },
  );
  app.get(
    `${base}/exchange-list`,
    {
      schema: {
        tags,
        summary: "Liquidations per exchange",
        querystring: z.object({ range: z.enum(RANGES, { error: `is one of ${RANGES.join(", ")}` }), symbol: z.string().optional() }),
      },
    },
    async ({ query }) => {
      const markets = query.symbol ? marketsOfCoin(hub, query.symbol) : singleMarkets(hub);
      const range = lastHours(hub, HOURS[query.range]);
      const rows = await Promise.all([...byExchange(markets)].map(async ([exchange, of]) => ({ exchange, forced: await forcedIn(hub, of, range) })));
      const all = { exchange: "All", forced: sumOfForced(rows.map(({ forced }) => forced)) };
      return answer(
        [all, ...rows].map(({ exchange, forced }) => ({
          exchange,
          liquidation_usd: rounded(forced.long + forced.short),
          long_liquidation_usd: rounded(forced.long),
          short_liquidation_usd: rounded(forced.short),
        })),
      );
    },
  );
}

async function ordersOf(hub: Hub, market: MarketView, { range, leastUsd }: { range: TimeRange; leastUsd: number }) {
  const rowOf = ({ price, size, positionSide, time }: LiquidationEvent) => ({
    exchange_name: market.exchangeLabel.toUpperCase(),
    symbol: market.symbol,
    base_asset: market.coin,
    price,
    usd_value: rounded(notionalUsd(market.contract, size, price)),
    side: SIDE_OF_POSITION[positionSide],
    time,
  });
  const rows: ReturnType<typeof rowOf>[] = [];
  for await (const events of hub.events(market.id, ["liquidation"], range)) {
    for (const event of events) if (event.kind === "liquidation") rows.push(rowOf(event));
  }
  return rows.filter(({ usd_value }) => usd_value >= leastUsd);
}

async function coinRow(hub: Hub, { coin, markets }: { coin: string; markets: readonly MarketView[] }): Promise<Record<string, string | number>> {
  const row: Record<string, string | number> = { symbol: coin };
  for (const name of LIST_RANGES) {
    const forced = await forcedIn(hub, markets, lastHours(hub, HOURS[name]));
    row[`liquidation_usd_${name}`] = rounded(forced.long + forced.short);
    row[`long_liquidation_usd_${name}`] = rounded(forced.long);
    row[`short_liquidation_usd_${name}`] = rounded(forced.short);
  }
  return row;
}

const lastHours = (hub: Hub, hours: number): TimeRange => ({ from: asMs(hub.now() - hours * HOUR_MS), to: asMs(hub.now() + 1) });
const rounded = (usd: ForcedSum["long"]): number => Number(usd.toFixed(2));
