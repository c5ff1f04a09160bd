import { z } from "zod";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";
import { byExchange, marketOfPair, marketsOfCoin } from "./find-pair.ts";
import { type Standing, openInterestBars, standingAt } from "./open-interest-series.ts";
import { answer, coinField, exchangeField, pairField, seriesFields, spanOf, text } from "./request-fields.ts";

const CHANGES = { "5m": 5 * MINUTE_MS, "15m": 15 * MINUTE_MS, "30m": 30 * MINUTE_MS, "1h": HOUR_MS, "4h": 4 * HOUR_MS, "24h": 24 * HOUR_MS } as const;
const UNITS = ["usd", "coin"] as const;
const tags = ["coinglass"];

/** Open interest per exchange now, and of a pair over time. One-sided: one long and one short are one contract. */
export function openInterestRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/api/futures/open-interest/exchange-list",
    { schema: { tags, summary: "Open interest of a coin per exchange", querystring: z.object({ symbol: coinField }) } },
    async ({ query }) => {
      const markets = marketsOfCoin(hub, query.symbol);
      const rows = await Promise.all([["All", markets] as const, ...byExchange(markets)].map(([exchange, of]) => exchangeRow(hub, exchange, of)));
      return answer(rows);
    },
  );
  app.get(
    "/api/futures/open-interest/history",
    {
      schema: {
        tags,
        summary: "Open interest of a pair per bar",
        querystring: z.object({
          exchange: exchangeField,
          symbol: pairField,
          ...seriesFields,
          unit: z.enum(UNITS, { error: `is one of ${UNITS.join(", ")}` }).default("usd"),
        }),
      },
    },
    async ({ query }) => {
      const bars = await openInterestBars(hub, marketOfPair(hub, query), { ...spanOf(query, hub.now()), unit: query.unit });
      return answer(bars.map(({ time, open, high, low, close }) => ({ time, open: text(open), high: text(high), low: text(low), close: text(close) })));
    },
  );
}

async function exchangeRow(hub: Hub, exchange: string, markets: readonly MarketView[]): Promise<Record<string, string | number | null>> {
  const now = hub.now();
  const [stable, coin] = (["linear", "inverse"] as const).map((contract) => markets.filter((market) => market.contract === contract));
  const at = (time: number, of: readonly MarketView[]): Promise<Standing> => standingOf(hub, of, time);
  const [all, ofStable, ofCoin] = await Promise.all([at(now, markets), at(now, stable), at(now, coin)]);
  const row: Record<string, string | number | null> = {
    exchange,
    symbol: markets[0].coin,
    open_interest_usd: rounded(all.usd),
    open_interest_quantity: rounded(all.coins),
    open_interest_by_stable_coin_margin: rounded(ofStable.usd),
    open_interest_quantity_by_stable_coin_margin: rounded(ofStable.coins),
    open_interest_by_coin_margin: rounded(ofCoin.usd),
    open_interest_quantity_by_coin_margin: rounded(ofCoin.coins),
  };
  for (const [name, spanMs] of Object.entries(CHANGES)) {
    const before = await at(now - spanMs, markets);
    // Only what was known on every one of them then can be compared.
    row[`open_interest_change_percent_${name}`] = before.markets === all.markets && before.usd > 0 ? rounded((all.usd / before.usd - 1) * 100) : null;
  }
  return row;
}

async function standingOf(hub: Hub, markets: readonly MarketView[], time: number): Promise<Standing> {
  const standings = await Promise.all(markets.map((market) => standingAt(hub, market, asMs(time))));
  const sum = { usd: 0, coins: 0, markets: 0 };
  for (const { usd, coins, markets: known } of standings) {
    sum.usd += usd;
    sum.coins += coins;
    sum.markets += known;
  }
  return sum;
}

const rounded = (value: number): number => Number(value.toFixed(4));
