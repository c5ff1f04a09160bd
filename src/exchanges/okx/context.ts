import type { Timing } from "#exchanges/connection/clock.ts";
import { createRestClient } from "#exchanges/connection/rest-client.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { explain } from "./answer.ts";
import { type ContractSizes, createContractSizes } from "./contract-sizes.ts";
import { BUDGETS, OKX, REST_HOST, WS_HOST } from "./declaration.ts";
import { type OkxRest, createOkxRest } from "./endpoints.ts";

/** What every part of the adapter needs to talk to OKX. */
export interface OkxContext {
  readonly rest: OkxRest;
  readonly sizes: ContractSizes;
  readonly wsUrl: string;
  readonly timing: Timing;
}

const REQUEST_TIMEOUT_MS = 10_000;

export function contextOf(hosts: Hosts, timing: Timing): OkxContext {
  const common = { label: OKX.label, timing, timeoutMs: REQUEST_TIMEOUT_MS, explain };
  const client = createRestClient({ ...common, baseUrl: hosts[REST_HOST], setting: REST_HOST, budgets: BUDGETS });
  return { rest: createOkxRest(client, timing.clock), sizes: createContractSizes(), wsUrl: hosts[WS_HOST], timing };
}
