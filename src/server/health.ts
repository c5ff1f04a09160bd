import { Gauge, Registry } from "prom-client";
import { statusMessage } from "./v1-status.ts";
import type { RouteScope } from "./route-scope.ts";
import type { ServerOptions } from "./server-options.ts";

/** GET /healthz (the process lives), /readyz (store and at least one map), /metrics (Prometheus). */
export function healthRoutes(app: RouteScope, options: ServerOptions): void {
  const { hub } = options;
  const schema = { tags: ["operations"] };
  const registry = createRegistry(options);

  app.get("/healthz", { schema }, async () => ({ status: "ok" }));

  app.get("/readyz", { schema }, async (_request, reply) => {
    const { store, feeds } = statusMessage(options);
    const markets = hub.markets();
    const problems = [
      ...(store.problem ? [`store: ${store.problem}`] : []),
      ...markets
        .filter(({ ready }) => !ready)
        .map(({ id, backfill }) => `${id}: no map yet, history ${backfill.state} (${backfill.problem ?? `${Math.round(backfill.progress * 100)} %`})`),
      ...feeds
        .filter(({ state, problem }) => state === "stale" || state === "closed" || (state === "connecting" && problem !== null))
        .map(({ exchange, stream, market, problem }) => `${market ?? exchange} ${stream}: ${problem ?? "silent"}`),
    ];
    const ready = store.ok && markets.some((market) => market.ready);
    return reply.status(ready ? 200 : 503).send({ status: ready ? "ready" : "not ready", source: hub.source, problems });
  });

  app.get("/metrics", { schema }, async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}

function createRegistry(options: ServerOptions): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name: `powderkeg_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge("resident_memory_bytes", "Resident memory of the process", () => process.memoryUsage.rss());
  gauge("provisional_milliseconds", "Event-loop time of the last provisional columns of all markets", () => options.hub.status().provisionalMs);
  gauge("recorder_queued_events", "Events waiting for the store", () => options.hub.status().recorder.queued);
  gauge("recorder_shed_events", "Events dropped because the store was too slow", () => options.hub.status().recorder.shed);
  gauge("recorder_refused_events", "Events that contradicted the store", () => options.hub.status().recorder.refused);
  const feeds = new Gauge({
    name: "powderkeg_feed_messages",
    help: "Messages of every feed since the start",
    labelNames: ["exchange", "stream", "market"],
    registers: [registry],
    collect() {
      for (const { exchange, stream, market, messages } of statusMessage(options).feeds) feeds.set({ exchange, stream, market: market ?? "" }, messages);
    },
  });
  return registry;
}
