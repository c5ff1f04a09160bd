import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { AppError } from "#core/app-error.ts";
import type { ControlDesk } from "./control-desk.ts";
import type { OpenVenue } from "./open-venue.ts";

/** One port on which every venue stands under its own prefix, and the control desk at the root. */
export interface FrontDoor {
  readonly port: number;
  /** A request has come within the last moments. */
  isAsked(): boolean;
  /** Resolves when every socket is closed. */
  close(): Promise<void>;
}

/** Only there to make a whole address of a path. */
const BASE = "http://exchanges";
const LARGEST_MESSAGE_BYTES = 65_536;
const MOMENTS_MS = 50;

/** Opens the port; 0: any free one. Rejects with `unavailable` when it is taken. */
export async function openFrontDoor(venues: readonly OpenVenue[], control: ControlDesk, at: { host: string; port: number }): Promise<FrontDoor> {
  let askedAt = -Infinity;
  const http = createServer((request, response) => {
    askedAt = performance.now();
    void serve(request, response, { venues, control });
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, autoPong: false, maxPayload: LARGEST_MESSAGE_BYTES });
  http.on("upgrade", (request, socket, head) => upgrade({ request, socket, head }, { venues, sockets }));
  await listen(http, at);
  return {
    port: (http.address() as AddressInfo).port,
    isAsked: () => performance.now() - askedAt < MOMENTS_MS,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { venues, control }: { venues: readonly OpenVenue[]; control: ControlDesk },
): Promise<void> {
  const url = urlOf(request);
  if (url !== undefined && (await control.answer(request, response, url))) return;
  const found = url && venueAt(venues, url);
  if (found === undefined) response.writeHead(404).end();
  else await found.venue.rest.answer(request, response, found.url);
}

function upgrade(
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
  { venues, sockets }: { venues: readonly OpenVenue[]; sockets: WebSocketServer },
): void {
  const url = urlOf(request);
  const found = url && venueAt(venues, url);
  const protocol = found?.venue.streams.admit(found.url.pathname, found.url.searchParams) ?? 404;
  if (protocol === "cut") socket.destroy();
  else if (typeof protocol === "number") socket.end(`HTTP/1.1 ${protocol} ${STATUS_CODES[protocol] ?? "Refused"}\r\nconnection: close\r\n\r\n`);
  else sockets.handleUpgrade(request, socket, head, (client) => found?.venue.streams.attach(client, protocol));
}

const urlOf = ({ url = "/" }: IncomingMessage): URL | undefined => (URL.canParse(url, BASE) ? new URL(url, BASE) : undefined);

/** The venue that an address begins with, and the address without it. */
function venueAt(venues: readonly OpenVenue[], url: URL): { venue: OpenVenue; url: URL } | undefined {
  const [, id, rest] = /^\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
  const venue = venues.find((open) => open.exchange === id);
  return venue && { venue, url: new URL(`${BASE}${rest ?? "/"}${url.search}`) };
}

function listen(http: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once("error", (cause) => reject(new AppError("unavailable", `the simulated exchanges cannot listen on ${host}:${port}: ${cause.message}`, { cause })));
    http.listen(port, host, () => resolve());
  });
}
