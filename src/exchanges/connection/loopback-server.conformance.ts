import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { type WebSocket, WebSocketServer } from "ws";
import { type Bell, createBell } from "./bell.conformance.ts";

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body: unknown;
}

export interface LoopbackRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  /** What was posted, read as JSON; undefined when nothing was. */
  readonly body?: unknown;
}

/** Answers a request; undefined leaves it without an answer. */
export type Respond = (request: LoopbackRequest) => Answer | undefined;

/** A socket that an adapter has opened. */
export interface LoopbackLine extends LoopbackRequest {
  readonly socket: WebSocket;
  say(frame: unknown): void;
}

/** `line`: who would hear it. */
export type Tampering = (text: string, line: LoopbackLine) => readonly string[];

/** What becomes of the body of an answer. */
export type AnswerTampering = (body: unknown, request: LoopbackRequest) => unknown;

/** HTTP and WebSocket on one free port of loopback, for an adapter to talk to. */
export interface LoopbackServer extends Pick<Bell, "until"> {
  readonly host: string;
  /** Every request so far. */
  readonly requests: readonly LoopbackRequest[];
  /** Lines that are open now, and how many were ever opened. */
  lines(): readonly LoopbackLine[];
  opened(): number;
  /** What becomes of every frame that is said from now on: dropped ([]), said twice, another; undefined lets all through. */
  tamper(change: Tampering | undefined): void;
  /** What becomes of every body that is answered from now on; undefined lets all be as they are. */
  tamperAnswers(change: AnswerTampering | undefined): void;
  /** Status that upgrades are refused with; undefined lets them through. */
  refuseUpgrades(status: number | undefined): void;
  stop(): Promise<void>;
}

/** `onLine` gets every line as it opens, to listen to what it says. */
export async function startLoopbackServer(answer: Respond, onLine?: (line: LoopbackLine) => void): Promise<LoopbackServer> {
  const bell = createBell();
  const requests: LoopbackRequest[] = [];
  const lines = new Set<LoopbackLine>();
  let opened = 0;
  let upgradeStatus: number | undefined;
  let change: Tampering | undefined;
  let changeAnswer: AnswerTampering | undefined;

  const http = createServer((request, response) => {
    void reply(request, response).catch(() => request.destroy());
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on("upgrade", (request, stream, head) => {
    stream.on("error", () => stream.destroy());
    if (upgradeStatus !== undefined) return stream.end(`HTTP/1.1 ${upgradeStatus} Refused\r\nContent-Length: 0\r\n\r\n`);
    return sockets.handleUpgrade(request, stream, head, (socket) => {
      const line: LoopbackLine = { ...requestOf(request.url), socket, say: (frame) => say(line, textOf(frame)) };
      lines.add(line);
      opened++;
      socket.on("error", () => socket.terminate());
      socket.once("close", () => {
        lines.delete(line);
        bell.ring();
      });
      onLine?.(line);
      socket.on("message", () => bell.ring());
      bell.ring();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));

  function say(line: LoopbackLine, text: string): void {
    for (const each of change === undefined ? [text] : change(text, line)) line.socket.send(each);
  }

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const posted = await readText(request);
    const asked = posted === "" ? requestOf(request.url) : { ...requestOf(request.url), body: JSON.parse(posted) as unknown };
    requests.push(asked);
    const { status = 200, headers = {}, body: answered } = answer(asked) ?? { body: undefined };
    const body = answered === undefined || changeAnswer === undefined ? answered : changeAnswer(answered, asked);
    if (body !== undefined) response.writeHead(status, { "content-type": "application/json", ...headers }).end(textOf(body));
    bell.ring();
  }

  return {
    host: `127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests,
    lines: () => [...lines],
    opened: () => opened,
    tamper: (changed) => (change = changed),
    tamperAnswers: (changed) => (changeAnswer = changed),
    refuseUpgrades: (status) => (upgradeStatus = status),
    until: (predicate) => bell.until(predicate),
    async stop() {
      for (const { socket } of lines) socket.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

function requestOf(address = "/"): LoopbackRequest {
  const url = new URL(address, "http://loopback");
  return { path: url.pathname, query: url.searchParams };
}

const textOf = (body: unknown): string => (typeof body === "string" ? body : JSON.stringify(body));
