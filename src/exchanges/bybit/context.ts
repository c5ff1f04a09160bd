import type { AppErrorCode } from "#core/app-error.ts";
import type { Timing } from "#exchanges/connection/clock.ts";
import { type Explanation, createRestClient } from "#exchanges/connection/rest-client.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { BUDGETS, BYBIT, REST_HOST, WS_HOST } from "./declaration.ts";
import { type BybitRest, createBybitRest } from "./endpoints.ts";
import { refusalSchema } from "./schemas.ts";

/** What every part of the adapter needs to talk to Bybit. */
export interface BybitContext {
  readonly rest: BybitRest;
  readonly wsUrl: string;
  readonly timing: Timing;
}

const REQUEST_TIMEOUT_MS = 10_000;
/** Codes with a meaning of their own; bybit-exchange.github.io/docs/v5/error */
const WRONG_PARAMETER = 10_001;
const TOO_MANY_VISITS = 10_006;
const ADDRESS_LIMITED = 10_018;
/** Its own faults. */
const PASSING: ReadonlySet<number> = new Set([10_000, 10_016]);

/** `hosts` holds every host of the declaration. */
export function contextOf(hosts: Hosts, timing: Timing): BybitContext {
  const options = { label: BYBIT.label, setting: REST_HOST, baseUrl: hosts[REST_HOST], budgets: BUDGETS, timing, timeoutMs: REQUEST_TIMEOUT_MS, explain };
  return { rest: createBybitRest(createRestClient(options)), wsUrl: hosts[WS_HOST], timing };
}

/** Bybit refuses with HTTP 200 and a code; 0 is no refusal. */
function explain(body: unknown): Explanation | undefined {
  const { data } = refusalSchema.safeParse(body);
  if (data === undefined || data.retCode === 0) return undefined;
  const message = `${data.retMsg} (${data.retCode})`;
  if (data.retCode === TOO_MANY_VISITS) return { message, pauseMs: 5_000 };
  if (data.retCode === ADDRESS_LIMITED) return { message, pauseMs: 600_000 };
  return { message, code: codeOf(data), passes: PASSING.has(data.retCode) };
}

function codeOf({ retCode, retMsg }: { retCode: number; retMsg: string }): AppErrorCode {
  if (retCode !== WRONG_PARAMETER) return "unavailable";
  return /symbol/i.test(retMsg) ? "not-found" : "bad-input";
}
