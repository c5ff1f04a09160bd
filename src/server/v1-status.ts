import { statusReplySchema, type StatusMessage } from "#wire/messages.ts";
import { newestBookTime } from "./as-of.ts";
import type { RouteScope } from "./route-scope.ts";
import type { ServerOptions } from "./server-options.ts";

/** GET /v1/status: feeds, store and process. */
export function statusRoutes(app: RouteScope, options: ServerOptions): void {
  app.get(
    "/v1/status",
    { schema: { tags: ["v1"], summary: "Health of feeds, store and process", response: { 200: statusReplySchema } } },
    async (_request, reply) => {
      void reply.header("cache-control", "no-cache");
      return statusMessage(options);
    },
  );
}

export function statusMessage({ hub, version }: ServerOptions): StatusMessage {
  const now = Date.now();
  const { feeds, recorder } = hub.status();
  const markets = hub.markets();
  return {
    source: hub.source,
    asOf: newestBookTime(hub),
    version,
    layer: "modelled",
    model: markets.map(({ id }) => hub.model(id)).find((model) => model !== undefined) ?? "none yet",
    now,
    startedAt: hub.startedAt,
    feeds: feeds.map(({ exchange, stream, instrument, state, lastMessageAt, messages, dropped, gaps, reconnects, problem }) => ({
      exchange,
      stream,
      market: instrument ?? null,
      state,
      ageMs: lastMessageAt === undefined ? null : Math.max(0, now - lastMessageAt),
      messages,
      dropped,
      gaps,
      reconnects,
      problem: problem ?? null,
    })),
    store: { ok: recorder.problem === undefined && recorder.shed === 0, problem: recorder.problem ?? lossOf(recorder.shed) },
    reliability: markets.flatMap(({ id, reliability }) => (reliability ? [{ market: id, ...reliability }] : [])),
    memoryBytes: process.memoryUsage.rss(),
  };
}

const lossOf = (shed: number): string | null => (shed > 0 ? `${shed} events were not stored because the store was too slow` : null);
