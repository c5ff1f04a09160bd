import type { AppErrorCode } from "#core/app-error.ts";
import type { Timing } from "#exchanges/connection/clock.ts";
import { type Explanation, createRestClient } from "#exchanges/connection/rest-client.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { BITGET, BUDGETS, REST_HOST, WS_HOST } from "./declaration.ts";
import { type BitgetRest, createBitgetRest } from "./endpoints.ts";
import { refusalSchema } from "./schemas.ts";

/** What every part of the adapter needs to talk to Bitget. */
export interface BitgetContext {
  readonly rest: BitgetRest;
  readonly wsUrl: string;
  readonly timing: Timing;
}

const REQUEST_TIMEOUT_MS = 10_000;
const SUCCESS = "00000";
const TOO_MANY_REQUESTS = "429";
/** "Parameter ... does not exist" and "the symbol has been removed"; bitget.com/api-doc/uta/error-code/restapi */
const UNKNOWN_SYMBOL: ReadonlySet<string> = new Set(["40034", "40309"]);
/** Its own faults. */
const PASSING: ReadonlySet<string> = new Set(["40010", "40015", "40725", "45001"]);

/** `hosts` holds every host of the declaration. */
export function contextOf(hosts: Hosts, timing: Timing): BitgetContext {
  const options = { label: BITGET.label, setting: REST_HOST, baseUrl: hosts[REST_HOST], budgets: BUDGETS, timing, timeoutMs: REQUEST_TIMEOUT_MS, explain };
  return { rest: createBitgetRest(createRestClient(options)), wsUrl: hosts[WS_HOST], timing };
}

/** Bitget refuses with a code, mostly with HTTP 400, sometimes with 200. */
function explain(body: unknown): Explanation | undefined {
  const { data } = refusalSchema.safeParse(body);
  if (data === undefined || data.code === SUCCESS) return undefined;
  const { code, msg } = data;
  const message = `${msg} (${code})`;
  if (code === TOO_MANY_REQUESTS) return { message, pauseMs: 1_000 };
  return { message, code: codeOf(code), passes: PASSING.has(code) };
}

function codeOf(code: string): AppErrorCode {
  if (UNKNOWN_SYMBOL.has(code)) return "not-found";
  return PASSING.has(code) ? "unavailable" : "bad-input";
}
