import { setImmediate as nextTurn } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

/** What is being answered when the server ends may take so long. */
const LAST_ANSWERS_MS = 1_000;
const LOOK_EVERY_MS = 20;
/** A request that has come is read within so many turns of the event loop: the connection is taken, its bytes are, they are answered. */
const TURNS_TO_READ = 4;

/**
 * Takes no more connections, and resolves when everything that was being answered is, at most a second later. A connection that was busy then is not
 * waited for as long as its client keeps it open for another request.
 */
export async function closeServer(app: Pick<FastifyInstance, "close" | "server">): Promise<void> {
  const { server } = app;
  // A connection whose request is not read yet counts as idle, and would be cut without a word.
  for (let turn = 0; turn < TURNS_TO_READ; turn++) await nextTurn();
  const endIdle = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  const endAll = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  try {
    await app.close();
  } finally {
    clearInterval(endIdle);
    clearTimeout(endAll);
  }
}
