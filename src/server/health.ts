import { createMetrics } from "./metrics.ts";
import { machineClockSentence } from "./machine-clock.ts";
import { statusMessage } from "./v1/status.ts";
import type { RouteScope } from "./route-scope.ts";
import type { ServerOptions } from "./server-options.ts";

/** GET /healthz (the process lives), /readyz (store and at least one map), /metrics (Prometheus). */
export function healthRoutes(app: RouteScope, options: ServerOptions): void {
  const { hub } = options;
  const schema = { tags: ["operations"] };
  const registry = createMetrics(options);

  app.get("/healthz", { schema }, async () => ({ status: "ok" }));

  app.get("/readyz", { schema }, async (_request, reply) => {
    const { store, feeds, clockFastMs } = statusMessage(options);
    const markets = hub.markets();
    const problems = [
      ...(store.problem ? [`store: ${store.problem}`] : []),
      ...(clockFastMs === null ? [] : [machineClockSentence(clockFastMs)]),
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

  app.get("/metrics", { schema }, async (_request, reply) =>
    reply.type(registry.contentType).send([await registry.metrics(), (await options.stages?.metrics()) ?? ""].join("\n")),
  );
}
