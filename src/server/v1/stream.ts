import { createOrderBooks } from "#server/order-books.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";
import { createStatusDesk } from "#server/status-desk.ts";
import { serveStream } from "./stream-session.ts";
import { statusMessage } from "./status.ts";

/** WebSocket /v1/stream: see wire/messages.ts for text and wire/frames.ts for binary messages. */
export function streamRoutes(app: RouteScope, options: RouteOptions): void {
  const books = createOrderBooks(options.hub);
  const statuses = createStatusDesk(() => statusMessage(options));
  app.get("/v1/stream", { websocket: true, schema: { tags: ["v1"], summary: "Live columns, levels and prices (WebSocket)" } }, (socket) =>
    serveStream(socket, { ...options, books, statuses }),
  );
}
