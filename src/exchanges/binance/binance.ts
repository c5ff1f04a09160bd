import type { AppError } from "#core/app-error.ts";
import { type Timing, systemTiming } from "#exchanges/connection/clock.ts";
import { probe } from "#exchanges/connection/probe.ts";
import { createRestClient } from "#exchanges/connection/rest-client.ts";
import type { Exchange, Hosts } from "#exchanges/exchange.ts";
import { startFeed } from "#exchanges/feeding/feed.ts";
import { backfill } from "./backfill.ts";
import { fetchBrackets } from "./brackets.ts";
import type { BinanceContext } from "./context.ts";
import { BINANCE, BUDGETS, REST_HOST, WEB_BUDGETS, WEB_HOST, WS_HOST } from "./declaration.ts";
import { createBinanceRest, createBinanceWeb } from "./endpoints.ts";
import { planFeed } from "./feed.ts";
import { findInstruments } from "./instruments.ts";
import { refusalSchema } from "./schemas.ts";

const REQUEST_TIMEOUT_MS = 10_000;
/** Binance's code for a symbol it does not know. */
const INVALID_SYMBOL = -1121;

/** Binance USD-M, public endpoints only. `hosts` holds every host of the declaration. */
export function createBinance(hosts: Hosts, timing: Timing = systemTiming): Exchange {
  const common = { label: BINANCE.label, timing, timeoutMs: REQUEST_TIMEOUT_MS, explain };
  const client = createRestClient({ ...common, baseUrl: hosts[REST_HOST], setting: REST_HOST, budgets: BUDGETS });
  const web = createBinanceWeb(createRestClient({ ...common, baseUrl: hosts[WEB_HOST], setting: WEB_HOST, budgets: WEB_BUDGETS }));
  const context: BinanceContext = { rest: createBinanceRest(client), wsUrl: hosts[WS_HOST], timing };
  return {
    declaration: BINANCE,
    probe: (signal) => probe({ label: BINANCE.label, url: hosts[REST_HOST] }, () => context.rest.ping(signal)),
    instruments: (wish, signal) => findInstruments(context.rest, wish, signal),
    backfill: (request, signal) => backfill(context.rest, request, signal),
    feed: (options) => startFeed(planFeed(context, options.instruments.length), options),
    brackets: (instruments, signal) => fetchBrackets(web, instruments, signal),
  };
}

function explain(body: unknown): { message: string; code?: AppError["code"] } | undefined {
  const { data } = refusalSchema.safeParse(body);
  if (data === undefined) return undefined;
  const message = `${data.msg} (${data.code})`;
  return data.code === INVALID_SYMBOL ? { message, code: "not-found" } : { message };
}
