import type { Loadable } from "#web/panels/panel.ts";

/** What of a query decides how it is shown. */
export interface QueryState<Reply> {
  readonly data: Reply | undefined;
  readonly error: Error | null;
  readonly errorUpdatedAt: number;
}

export interface Read<Value> {
  readonly value: Value;
  /** Epoch ms. */
  readonly asOf: number;
}

/** A query as a panel is told of it. What came before a failure is still shown, as stale. */
export function loadableOf<Reply, Value>(query: QueryState<Reply>, stale: boolean, read: (reply: Reply) => Read<Value>): Loadable<Value> {
  const { data, error, errorUpdatedAt } = query;
  if (data !== undefined) return { state: "ready", ...read(data), stale: stale || error !== null };
  return error ? { state: "error", sentence: error.message, since: errorUpdatedAt } : { state: "loading" };
}
