import { once } from "node:events";
import fastify from "fastify";
import { expect, test } from "vitest";
import { closeServer } from "./close-server.ts";

/** A server that is answering one request, over a connection that its client keeps. */
async function answering() {
  const app = fastify();
  let answer: (words: string) => void = () => undefined;
  const answered = new Promise<string>((resolve) => (answer = resolve));
  app.get("/", () => answered);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const asked = once(app.server, "request");
  const reply = fetch(url).then((response) => response.text());
  await asked;
  return { app, answer, reply };
}

test("what is being answered when the server ends is answered, and its connection is not waited for", { timeout: 10_000 }, async () => {
  const { app, answer, reply } = await answering();
  const closed = closeServer(app);
  await expect.poll(() => app.server.listening).toBe(false);
  answer("there");
  expect(await reply).toBe("there");
  await closed;
});

test("an answer that does not come keeps no server open", { timeout: 10_000 }, async () => {
  const { app, reply } = await answering();
  const refused = expect(reply).rejects.toThrow("fetch failed");
  await closeServer(app);
  await refused;
});
