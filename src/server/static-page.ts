import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { makeTilesAhead } from "./page-tiles-ahead.ts";
import type { ServerOptions } from "./server-options.ts";

/** Addresses at which the page shows something else than the map. */
const PAGES = ["/health", "/overview"] as const;
const ASSETS = `${sep}assets${sep}`;
/** A browser looks at the page's icon again whenever the address changes, which every choice on the page does. */
const ICON = `${sep}icon.svg`;
const DAY_S = 86_400;

/** Serves the built page. Its assets carry a hash in their name and may be cached for good; the page itself is asked for every time. */
export async function staticPage(app: FastifyInstance, { hub, webDir }: ServerOptions): Promise<void> {
  if (webDir === undefined || !existsSync(join(webDir, "index.html"))) return;
  await app.register(fastifyStatic, {
    root: webDir,
    cacheControl: false,
    preCompressed: true,
    setHeaders(reply, path) {
      reply.header("cache-control", cacheControlOf(path));
    },
  });
  app.get("/", { schema: { hide: true } }, async ({ query }, reply) => {
    makeTilesAhead(hub, query);
    return reply.sendFile("index.html");
  });
  for (const url of PAGES) app.get(url, { schema: { hide: true } }, async (_request, reply) => reply.sendFile("index.html"));
}

function cacheControlOf(path: string): string {
  if (path.includes(ASSETS)) return "public, max-age=31536000, immutable";
  return path.includes(ICON) ? `public, max-age=${DAY_S}` : "no-cache";
}
