import type { Timing } from "#exchanges/connection/clock.ts";
import { createRestClient } from "#exchanges/connection/rest-client.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { BUDGETS, HYPERLIQUID, REST_HOST, WS_HOST } from "./declaration.ts";
import { type HyperliquidInfo, createHyperliquidInfo } from "./info.ts";

/** What every part of the adapter needs to talk to Hyperliquid. */
export interface HyperliquidContext {
  readonly info: HyperliquidInfo;
  readonly wsUrl: string;
  readonly restUrl: string;
  readonly timing: Timing;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** `hosts` holds every host of the declaration. */
export function contextOf(hosts: Hosts, timing: Timing): HyperliquidContext {
  const restUrl = hosts[REST_HOST];
  const client = createRestClient({ label: HYPERLIQUID.label, baseUrl: restUrl, setting: REST_HOST, budgets: BUDGETS, timing, timeoutMs: REQUEST_TIMEOUT_MS });
  return { info: createHyperliquidInfo(client), wsUrl: hosts[WS_HOST], restUrl, timing };
}
