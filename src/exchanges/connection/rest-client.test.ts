import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createHandClock } from "./hand-clock.conformance.ts";
import { type Answer, type LoopbackServer, startLoopbackServer } from "./loopback-server.conformance.ts";
import { type Explanation, createRestClient } from "./rest-client.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

let server: LoopbackServer;
let answers: (Answer | undefined)[];
beforeEach(async () => {
  answers = [];
  server = await startLoopbackServer(() => answers.shift());
});
afterEach(() => server.stop());

function open() {
  const clock = createHandClock(0);
  const client = createRestClient({
    label: "Peer",
    baseUrl: `http://${server.host}/base/`,
    setting: "POWDERKEG_PEER_REST_URL",
    budgets: { one: { weight: 100, windowMs: 1_000 }, other: { weight: 100, windowMs: 1_000 } },
    timing: { clock, random: () => 0 },
    timeoutMs: 10_000,
    explain: (body) => explained.safeParse(body).data?.refusal,
  });
  const get = (budget: "one" | "other" = "one", signal = patiently()) =>
    client.get({ path: "/thing", query: { a: 1, b: "x y" }, budget, weight: 1, schema: z.object({ value: z.number() }), signal });
  const post = () =>
    client.post({
      path: "/info",
      body: { type: "thing", deep: { a: 1 } },
      budget: "one",
      weight: 1,
      schema: z.object({ value: z.number() }),
      signal: patiently(),
    });
  return { clock, get, post };
}

const explained = z.object({ refusal: z.custom<Explanation>() });

test("takes a refusal for one though it comes with HTTP 200: for good, or after the pause it asks for", async () => {
  const { clock, get } = open();
  answers = [{ body: { refusal: { message: "no such thing (7)", code: "not-found" } } }];
  await expect(get()).rejects.toMatchObject({ code: "not-found", message: "Peer refused the request: no such thing (7)" });
  answers = [{ body: { refusal: { message: "too many visits", pauseMs: 5_000 } } }, { body: { value: 3 } }];
  const asked = get();
  await server.until(() => server.requests.length === 2);
  await clock.advanceUntil(() => server.requests.length === 3);
  await expect(asked).resolves.toEqual({ value: 3 });
  expect(clock.now()).toBeGreaterThanOrEqual(5_000);
});

test("asks below the base address and parses the answer", async () => {
  answers = [{ body: { value: 3, more: true } }];
  await expect(open().get()).resolves.toEqual({ value: 3 });
  expect(server.requests[0].path).toBe("/base/thing");
  expect(Object.fromEntries(server.requests[0].query)).toEqual({ a: "1", b: "x y" });
});

test("puts a question as a body, again after a fault, and names it when the answer is odd", async () => {
  const { clock, post } = open();
  answers = [{ status: 502, body: "" }, { body: { value: 3 } }, { body: {} }];
  const asked = post();
  const question = { path: "/base/info", body: { type: "thing", deep: { a: 1 } } };
  await server.until(() => server.requests.length === 1);
  await clock.advanceUntil(() => server.requests.length === 2);
  await expect(asked).resolves.toEqual({ value: 3 });
  expect(server.requests.map(({ path, body }) => ({ path, body }))).toEqual([question, question]);
  await expect(post()).rejects.toMatchObject({ message: expect.stringContaining("Peer /info thing answered in an unknown shape: value") as string });
});

test("tries again after a fault of the peer, with growing delay, and gives up after four", async () => {
  const { clock, get } = open();
  answers = [{ status: 502, body: "bad gateway" }, { body: "<html>" }, { status: 500, body: {} }, { status: 503, body: {} }];
  const failed = get().catch((error: unknown) => error);
  let done = false;
  void failed.then(() => (done = true));
  await clock.advanceUntil(() => done);
  expect(await failed).toMatchObject({ code: "unavailable", message: "Peer has a fault of its own (HTTP 503)" });
  expect(server.requests.length).toBe(4);
  expect(clock.now()).toBeGreaterThanOrEqual(250 + 500 + 1_000);
});

test("does not repeat what waiting cannot mend", async () => {
  answers = [{ status: 400, body: {} }];
  await expect(open().get()).rejects.toMatchObject({ code: "bad-input" });
  expect(server.requests.length).toBe(1);
});

test("a limit met by one budget silences the others too", async () => {
  const { clock, get } = open();
  answers = [{ status: 429, headers: { "retry-after": "5" }, body: {} }, { body: { value: 1 } }, { body: { value: 2 } }];
  const first = get("one");
  await server.until(() => server.requests.length === 1);
  await clock.advance(0);
  let secondAt: number | undefined;
  // The pause begins when the answer has been read.
  await clock.advanceUntil(() => clock.now() >= 1_000);
  const second = get("other").then(() => (secondAt = clock.now()));
  await clock.advanceUntil(() => secondAt !== undefined);
  await Promise.all([first, second]);
  expect(secondAt).toBeGreaterThanOrEqual(5_000);
});

test("says what is wrong with an answer of another shape", async () => {
  answers = [{ body: { value: "3" } }];
  await expect(open().get()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/Peer \/thing answered in an unknown shape: value: /) as string,
  });
});

test("does not wait for ever", async () => {
  const { clock, get } = open();
  const failed = get().catch((error: unknown) => error);
  let done = false;
  void failed.then(() => (done = true));
  await clock.advanceUntil(() => done, 1_000);
  expect(await failed).toMatchObject({ message: expect.stringContaining("no answer within 10 s") as string });
});

test("an abort ends the wait at once", async () => {
  const ending = new AbortController();
  const asked = open().get("one", ending.signal);
  await server.until(() => server.requests.length === 1);
  ending.abort(new Error("enough"));
  await expect(asked).rejects.toThrow("enough");
});
