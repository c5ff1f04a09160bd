import { marketsReplySchema } from "#wire/messages.ts";
import { newestBookTime, provenanceOf } from "./as-of.ts";
import type { RouteScope } from "./route-scope.ts";
import type { ServerOptions } from "./server-options.ts";

/** GET /v1/markets: what there is to look at, and how far each is loaded. */
export function marketRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get("/v1/markets", { schema: { tags: ["v1"], summary: "Markets and their state", response: { 200: marketsReplySchema } } }, async (_request, reply) => {
    void reply.header("cache-control", "no-cache");
    return { ...provenanceOf(hub, newestBookTime(hub)), markets: [...hub.markets()] };
  });
}
