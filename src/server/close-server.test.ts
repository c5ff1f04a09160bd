import { once } from "node:events";
import { connect } from "node:net";
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

test("a request that has come and is not read yet when the server ends is answered", { timeout: 10_000 }, async () => {
  const app = fastify();
  app.get("/", () => "there");
  const url = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
  const client = connect(Number(url.port), url.hostname);
  await once(client, "connect");
  client.write("GET / HTTP/1.1\r\nhost: here\r\n\r\n");
  const [[reply]] = await Promise.all([once(client.setEncoding("utf8"), "data"), closeServer(app)]);
  expect(reply).toMatch(/^HTTP\/1.1 200 /);
  client.destroy();
});
