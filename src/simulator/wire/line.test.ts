import { once } from "node:events";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { type OpenLine, attachLine } from "./line.ts";
import { type PlainLine, connect } from "./plain-client.conformance.ts";
import type { LineLimits, LineProtocol, Subscription } from "./venue.ts";

const FREE: LineLimits = { mostOpen: 9, mostNew: 9, newWindowMs: 1_000 };
const ECHO: LineProtocol = { heard: (text, line) => line.reply(text) };
const BOOK: Subscription = { key: "book", stream: "book", symbol: "X" };
const frame = (text: string) => ({ frame: { text, symbol: "X" }, form: "whole" }) as const;

let http: Server;
let sockets: WebSocketServer;
let client: PlainLine;

beforeEach(async () => {
  http = createServer();
  sockets = new WebSocketServer({ server: http, autoPong: false });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
});
afterEach(() => {
  client.close();
  sockets.close();
  http.closeAllConnections();
  http.close();
});

/** A line with these limits, and the client at its other end. */
async function lineWith(limits: Partial<LineLimits>, protocol: LineProtocol = ECHO): Promise<OpenLine> {
  const arrival = once(sockets, "connection");
  client = connect(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const [socket] = (await arrival) as [Parameters<typeof attachLine>[0]];
  const line = attachLine(socket, { protocol, limits: { ...FREE, ...limits }, listings: () => [], opening: (_, frames) => frames });
  await client.open();
  return line;
}

it("cuts a client that has been silent for too long, though it is sent messages", async () => {
  const line = await lineWith({ idle: { afterMs: 300, of: "client" } });
  line.subscribe(BOOK);
  const sending = setInterval(() => line.send(BOOK, frame("{}")), 20);
  expect(await client.ended()).toBe(1006);
  clearInterval(sending);
});

it("counts messages in either direction where the venue does", async () => {
  const line = await lineWith({ idle: { afterMs: 400, of: "both" } });
  line.subscribe(BOOK);
  const sending = setInterval(() => line.send(BOOK, frame("{}")), 50);
  expect((await client.within(900)).length).toBeGreaterThan(5);
  clearInterval(sending);
  expect(await client.ended()).toBe(1006);
});

it("cuts a client that does not answer pings", async () => {
  const line = await lineWith({ ping: { everyMs: 50, answerWithinMs: 300 } });
  // The plain client answers by itself: it is cut only once the line no longer hears it.
  expect(await client.within(500)).toEqual([]);
  client.send("still there");
  expect(await client.text()).toBe("still there");
  line.freeze();
  expect(await client.ended()).toBe(1006);
});

it("closes in good order when its time is up", async () => {
  await lineWith({ lifetimeMs: 100 });
  expect(await client.ended()).toBe(1001);
});

it("cuts a client that talks too much", async () => {
  await lineWith({ messagesPerSecond: 5 });
  for (let i = 0; i < 20; i++) client.send("hello");
  expect(await client.ended()).toBe(1006);
});

it("cuts a reader that falls too far behind", async () => {
  const line = await lineWith({});
  line.subscribe(BOOK);
  const huge = frame("x".repeat(2 ** 20));
  let sent = 0;
  while (line.send(BOOK, huge) && sent < 200) sent++;
  expect(sent).toBeGreaterThanOrEqual(16);
  expect(sent).toBeLessThan(100);
});
