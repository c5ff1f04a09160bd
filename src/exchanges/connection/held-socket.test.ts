import { afterEach, beforeEach, expect, test } from "vitest";
import { createBell } from "./bell.conformance.ts";
import { createHandClock } from "./hand-clock.conformance.ts";
import { type HeldSocketOptions, holdSocket } from "./held-socket.ts";
import type { SocketLine } from "./socket-line.ts";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.conformance.ts";

let server: LoopbackServer;
let ending: AbortController;
beforeEach(async () => {
  server = await startLoopbackServer(() => undefined);
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  await server.stop();
});

function hold(options: Partial<HeldSocketOptions> = {}) {
  const clock = createHandClock(0);
  const bell = createBell();
  const heard: string[] = [];
  const reasons: string[] = [];
  const opens: number[] = [];
  const url = `ws://${server.host}/feed`;
  const socket = holdSocket({
    url,
    peer: { label: "Peer", url, setting: "POWDERKEG_PEER_WS_URL" },
    policy: { maxAgeMs: 3_600_000, overlapMs: 5_000, keepAlive: { everyMs: 600_000 } },
    timing: { clock, random: () => 1 },
    signal: ending.signal,
    onText(text) {
      heard.push(text);
      bell.ring();
    },
    onOpen() {
      opens.push(clock.now());
      bell.ring();
    },
    onDown(reason) {
      reasons.push(reason);
      bell.ring();
    },
    ...options,
  });
  return { clock, bell, heard, reasons, opens, socket };
}

test("replaces an old line before it is cut, with both alive for a while", async () => {
  const { clock, bell, heard, reasons } = hold();
  await server.until(() => server.lines().length === 1);
  const [old] = server.lines();
  await clock.advanceUntil(() => server.lines().length === 2, 60_000);
  expect(clock.now()).toBeGreaterThanOrEqual(3_600_000);
  const young = server.lines().find((line) => line !== old);
  old.say("from the old");
  young?.say("from the young");
  await bell.until(() => heard.length === 2);
  await clock.advanceUntil(() => server.lines().length === 1, 1_000);
  expect(server.lines()).toEqual([young]);
  expect(reasons).toEqual([]);
});

test("replaces a line at once when it is asked to, with both alive for a while", async () => {
  const { clock, bell, heard, reasons, opens, socket } = hold();
  await bell.until(() => opens.length === 1);
  const [old] = server.lines();
  await clock.advance(10);
  socket.renew();
  await clock.advanceUntil(() => server.lines().length === 2, 10);
  expect(clock.now()).toBeLessThan(60_000);
  old.say("from the old");
  await bell.until(() => heard.length === 1);
  await clock.advanceUntil(() => server.lines().length === 1, 1_000);
  expect(server.lines()).not.toContain(old);
  expect(reasons).toEqual([]);
});

test("waits longer after each failure", async () => {
  const { clock } = hold();
  const openedAt: number[] = [];
  for (let times = 1; times <= 4; times++) {
    await clock.advanceUntil(() => server.opened() === times);
    openedAt.push(clock.now());
    for (const { socket } of server.lines()) socket.terminate();
    await server.until(() => server.lines().length === 0);
  }
  const waits = openedAt.slice(1).map((time, i) => time - openedAt[i]);
  expect(waits[0]).toBeGreaterThanOrEqual(500);
  expect(waits[1]).toBeGreaterThan(waits[0]);
  expect(waits[2]).toBeGreaterThan(waits[1]);
});

test("a restart says why and opens another line", async () => {
  const { clock, bell, reasons, opens, socket } = hold();
  await bell.until(() => opens.length === 1);
  socket.restart("of no use");
  await bell.until(() => reasons.length === 1);
  expect(reasons).toEqual(["of no use"]);
  await clock.advanceUntil(() => server.opened() === 2);
});

test("passes on what the peer said when it closed", async () => {
  const { bell, reasons } = hold();
  await server.until(() => server.lines().length === 1);
  server.lines()[0].socket.close(1008, "too many requests");
  await bell.until(() => reasons.length === 1);
  expect(reasons[0]).toBe("Peer closed the connection: too many requests (1008)");
});

test("greets a new line and keeps it alive by text", async () => {
  const greet = (line: SocketLine): Promise<undefined> => Promise.resolve(line.send('{"op":"subscribe"}') as undefined);
  const { clock } = hold({ greet, policy: { overlapMs: 0, keepAlive: { text: "ping", everyMs: 20_000 } } });
  await server.until(() => server.lines().length === 1);
  const said: string[] = [];
  server.lines()[0].socket.on("message", (data: Buffer) => said.push(data.toString()));
  await clock.advanceUntil(() => said.length >= 2, 1_000);
  expect(said.slice(0, 2)).toEqual(['{"op":"subscribe"}', "ping"]);
});

test("a line that a greeting finds of no use is closed, with the reason, and another opened", async () => {
  const greet = (): Promise<string> => Promise.resolve("it carries nothing");
  const { clock, reasons, opens } = hold({ greet });
  await clock.advanceUntil(() => server.opened() === 2);
  expect(reasons[0]).toBe("it carries nothing");
  expect(opens).toEqual([]);
});

test("a line on which nothing comes, not even an answer to a ping, is dead", async () => {
  const { clock, bell, reasons } = hold({ policy: { overlapMs: 0, keepAlive: { everyMs: 20_000 } } });
  await server.until(() => server.lines().length === 1);
  const [{ socket }] = server.lines();
  let pings = 0;
  socket.on("ping", () => pings++);
  await clock.advanceUntil(() => pings === 4, 1_000);
  expect(reasons).toEqual([]);
  socket.pause();
  await clock.advanceUntil(() => reasons.length === 1, 1_000);
  expect(reasons[0]).toContain("not even an answer to a ping");
  await bell.until(() => reasons.length === 1);
});

test("an abort closes the lines and settles", async () => {
  const { socket } = hold();
  await server.until(() => server.lines().length === 1);
  ending.abort();
  await socket.done;
  await server.until(() => server.lines().length === 0);
  expect(server.opened()).toBe(1);
});
