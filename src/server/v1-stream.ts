import { createOrderBooks } from "./order-books.ts";
import type { RouteScope } from "./route-scope.ts";
import type { RouteOptions } from "./server-options.ts";
import { createStatusDesk } from "./status-desk.ts";
import { serveStream } from "./stream-session.ts";
import { statusMessage } from "./v1-status.ts";

/** WebSocket /v1/stream: see wire/messages.ts for text and wire/frames.ts for binary messages. */
export function streamRoutes(app: RouteScope, options: RouteOptions): void {
  const books = createOrderBooks(options.hub);
  const statuses = createStatusDesk(() => statusMessage(options));
  app.get("/v1/stream", { websocket: true, schema: { tags: ["v1"], summary: "Live columns, levels and prices (WebSocket)" } }, (socket) =>
    serveStream(socket, { ...options, books, statuses }),
  );
}
