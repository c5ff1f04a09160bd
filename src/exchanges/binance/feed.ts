import { setMaxListeners } from "node:events";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { repeat } from "#exchanges/connection/clock.ts";
import { type HeldSocket, type SocketPolicy, holdSocket } from "#exchanges/connection/held-socket.ts";
import { type StreamMonitor, createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { Feed, FeedOptions } from "#exchanges/exchange.ts";
import type { BinanceContext } from "./context.ts";
import { BINANCE, WS_HOST } from "./declaration.ts";
import { type Desk, openDesk } from "./desk.ts";
import { normaliseFrame } from "./normalise.ts";
import { openInterestEveryMs } from "./polls.ts";
import { type Connection, type Stream, planConnections, streamsOf } from "./streams.ts";

/** Binance cuts every line at 24 h; one that replaces itself an hour before loses nothing. */
const SOCKET_POLICY: SocketPolicy = { maxAgeMs: 23 * 3_600_000, overlapMs: 5_000 };
const WATCH_EVERY_MS = 1_000;

/** Starts sockets and polls for all instruments; events go out as they come. */
export function startFeed(context: BinanceContext, options: FeedOptions): Feed {
  const { instruments, signal } = options;
  const { clock } = context.timing;
  const ending = new AbortController();
  // Every sleep and request listens to it.
  setMaxListeners(0, ending.signal);
  const end = (): void => ending.abort(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();

  const pollEveryMs = openInterestEveryMs(instruments.length);
  const desks = new Map<InstrumentId, Desk>();
  for (const instrument of instruments)
    desks.set(instrumentId(instrument), openDesk(context, { instrument, pollEveryMs, signal: ending.signal, emit: (events) => options.onEvents(events) }));
  const lines = planConnections(context.wsUrl, instruments.flatMap(streamsOf)).map((connection) => openLine(connection));
  const watch = repeat(clock, { everyMs: WATCH_EVERY_MS, signal: ending.signal }, () => lines.forEach(restartWhenSilent));
  const done = Promise.all([watch, ...lines.map(({ socket }) => socket.done), ...[...desks.values()].map((desk) => desk.done)]).then(closeMonitors);

  return {
    health: () => allMonitors().map((monitor) => monitor.health()),
    async stop() {
      ending.abort();
      await done;
    },
  };

  function openLine(connection: Connection): Line {
    const { url, streams, route } = connection;
    const monitor = createStreamMonitor({ stream: `connection /${route}`, instrument: undefined, staleAfterMs: undefined }, clock);
    const carried = streams.map((stream) => ({ stream, monitor: monitorOf(stream) }));
    const names = new Set(streams.map(({ kind }) => kind.stream));
    const socket = holdSocket({
      url,
      peer: { label: BINANCE.label, url: url.split("?")[0], setting: WS_HOST },
      policy: SOCKET_POLICY,
      timing: context.timing,
      signal: ending.signal,
      onText: (text) => accept(text, monitor),
      onOpen: () => [monitor, ...carried.map((each) => each.monitor)].forEach((each) => each.opened()),
      onDown(reason) {
        for (const id of new Set(streams.map(({ instrument }) => instrument))) desks.get(id)?.lineBroke(names);
        for (const each of [monitor, ...carried.map((each) => each.monitor)]) each.down(reason);
      },
    });
    return { socket, monitor, carried };
  }

  function accept(text: string, connectionMonitor: StreamMonitor): void {
    if (ending.signal.aborted) return;
    connectionMonitor.received();
    const frame = normaliseFrame(text);
    if (frame.kind === "reply") return;
    if (frame.kind === "dropped") return connectionMonitor.dropped(frame.reason);
    const desk = desks.get(frame.event.instrument);
    if (desk === undefined) return connectionMonitor.dropped(`unexpected instrument ${frame.event.instrument}`);
    desk.accept(frame);
  }

  function monitorOf({ instrument, kind }: Stream): StreamMonitor {
    const desk = desks.get(instrument);
    if (desk === undefined) throw new Error(`no desk for ${instrument}`);
    return desk.monitors[kind.stream];
  }

  function allMonitors(): readonly StreamMonitor[] {
    return [...lines.map(({ monitor }) => monitor), ...[...desks.values()].flatMap((desk) => Object.values(desk.monitors))];
  }

  function closeMonitors(): void {
    signal.removeEventListener("abort", end);
    for (const monitor of allMonitors()) monitor.closed();
  }
}

interface Line {
  readonly socket: HeldSocket;
  readonly monitor: StreamMonitor;
  readonly carried: readonly { readonly stream: Stream; readonly monitor: StreamMonitor }[];
}

/** Subscribed but silent is a failure, even on a line that is otherwise well: Binance does not say when a stream is not served. */
function restartWhenSilent({ socket, carried }: Line): void {
  const silent = carried.filter(({ monitor }) => monitor.losesPatience()).map(({ stream }) => stream.address);
  if (silent.length > 0) socket.restart(`subscribed to ${silent.join(", ")}, but nothing comes`);
}
