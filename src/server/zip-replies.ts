import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { acceptsEncoding } from "./accepts-encoding.ts";

const zip = promisify(gzip);
/** Below this a reply fits one packet anyway. */
const LEAST_BYTES = 1_400;

/** Compresses long text replies (candles, levels, realised) for whoever can unzip: they are a tenth then. Tiles and the page's files are stored compressed. */
export function zipReplies(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (typeof payload !== "string" || payload.length < LEAST_BYTES || reply.hasHeader("content-encoding")) return payload;
    void reply.header("vary", "accept-encoding");
    if (!acceptsEncoding(request.headers["accept-encoding"], "gzip")) return payload;
    void reply.header("content-encoding", "gzip").removeHeader("content-length");
    return zip(payload);
  });
}
