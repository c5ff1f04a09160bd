import type { AppError } from "#core/app-error.ts";
import type { Timing } from "#exchanges/connection/clock.ts";
import { createRestClient } from "#exchanges/connection/rest-client.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { BINANCE, BUDGETS, REST_HOST, WEB_BUDGETS, WEB_HOST, WS_HOST } from "./declaration.ts";
import { type BinanceRest, type BinanceWeb, createBinanceRest, createBinanceWeb } from "./endpoints.ts";
import { refusalSchema } from "./schemas.ts";

/** What every part of the adapter needs to talk to Binance. */
export interface BinanceContext {
  readonly rest: BinanceRest;
  readonly web: BinanceWeb;
  readonly wsUrl: string;
  readonly timing: Timing;
}

const REQUEST_TIMEOUT_MS = 10_000;
/** Binance's code for a symbol it does not know. */
const INVALID_SYMBOL = -1121;

/** `hosts` holds every host of the declaration. */
export function contextOf(hosts: Hosts, timing: Timing): BinanceContext {
  const common = { label: BINANCE.label, timing, timeoutMs: REQUEST_TIMEOUT_MS, explain };
  return {
    rest: createBinanceRest(createRestClient({ ...common, baseUrl: hosts[REST_HOST], setting: REST_HOST, budgets: BUDGETS }), timing.clock),
    web: createBinanceWeb(createRestClient({ ...common, baseUrl: hosts[WEB_HOST], setting: WEB_HOST, budgets: WEB_BUDGETS })),
    wsUrl: hosts[WS_HOST],
    timing,
  };
}

function explain(body: unknown): { message: string; code?: AppError["code"] } | undefined {
  const { data } = refusalSchema.safeParse(body);
  if (data === undefined) return undefined;
  const message = `${data.msg} (${data.code})`;
  return data.code === INVALID_SYMBOL ? { message, code: "not-found" } : { message };
}
