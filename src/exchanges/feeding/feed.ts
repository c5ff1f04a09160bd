import { setMaxListeners } from "node:events";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import { repeat } from "#exchanges/connection/clock.ts";
import { createRateBudget } from "#exchanges/connection/rate-budget.ts";
import type { SocketLine } from "#exchanges/connection/socket-line.ts";
import type { Feed, FeedOptions } from "#exchanges/exchange.ts";
import { watchServerTime } from "./clock-skew.ts";
import { type Desk, openDesk } from "./desk.ts";
import type { FeedPlan, LinePlan, StreamRule } from "./feed-plan.ts";
import type { Datum, InstrumentsBySymbol } from "./frame.ts";
import { createIntake } from "./intake.ts";
import { type Line, openLine } from "./line.ts";

const WATCH_EVERY_MS = 1_000;

interface Arrival {
  readonly text: string;
  readonly line: Line;
  readonly socket: SocketLine;
  /** When it came: by the clock, and by the one that measures. */
  readonly receivedAt: Ms;
  readonly cameAt: number;
}

/** Starts the sockets and polls of an exchange for all instruments; events go out as they come. */
export function startFeed(plan: FeedPlan, options: FeedOptions): Feed {
  const { instruments, signal } = options;
  const { clock } = plan.timing;
  const ending = new AbortController();
  // Every sleep and request listens to it.
  setMaxListeners(0, ending.signal);
  const end = (): void => ending.abort(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();

  const bySymbol: InstrumentsBySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
  const linePlans = plan.lines(instruments);
  const desks = openDesks();
  const shed = new Set<Line>();
  const intake = createIntake<Arrival>({
    limits: plan.intake,
    use,
    onShed({ line }) {
      line.monitor.shed();
      shed.add(line);
    },
  });
  const admission = createRateBudget(plan.label, plan.connections, clock);
  const lines = linePlans.map((line) => listen(line));
  const clockWatch = watchServerTime(plan, ending.signal);
  const watch = repeat(clock, { everyMs: WATCH_EVERY_MS, signal: ending.signal }, watchLines);
  const done = Promise.all([watch, clockWatch?.done, ...lines.map(({ socket }) => socket.done), ...[...desks.values()].map((desk) => desk.done)]).then(close);

  return {
    health: () => [
      ...lines.map(({ monitor }) => monitor.health()),
      ...(clockWatch === undefined ? [] : [clockWatch.health()]),
      ...[...desks.values()].flatMap((desk) => desk.monitors().map((monitor) => monitor.health())),
    ],
    async stop() {
      ending.abort();
      await done;
    },
  };

  function openDesks(): ReadonlyMap<InstrumentId, Desk> {
    return new Map(
      instruments.map((instrument) => {
        const id = instrumentId(instrument);
        return [
          id,
          openDesk({
            instrument,
            streams: streamsOf(id, linePlans),
            sources: plan.sources(instrument, ending.signal),
            timing: plan.timing,
            pause: plan.pause,
            signal: ending.signal,
            emit: (events) => options.onEvents(events),
            askAnew: (stream) => lines.some((line) => line.resubscribe(id, stream)),
          }),
        ];
      }),
    );
  }

  function listen(linePlan: LinePlan): Line {
    const { pathname, search } = new URL(linePlan.url);
    const line: Line = openLine({
      plan,
      line: linePlan,
      admission,
      signal: ending.signal,
      deskOf,
      onText(text, socket) {
        const receivedAt = clock.now();
        options.onFrame?.({ line: pathname + search, receivedAt, text });
        intake.put({ text, line, socket, receivedAt, cameAt: performance.now() });
      },
    });
    return line;
  }

  function use(arrival: Arrival): void {
    if (ending.signal.aborted) return;
    const { text, line, socket } = arrival;
    const begunAt = performance.now();
    line.monitor.received();
    const frame = plan.normalise(text, bySymbol);
    const readAt = performance.now();
    switch (frame.kind) {
      case "data":
        for (const datum of frame.data) deliver(datum, line);
        return tellStages(arrival, { begunAt, readAt, sentAt: frame.data[0]?.sentAt });
      case "dropped":
        line.monitor.dropped(frame.reason);
        return line.doubted();
      case "subscribed":
      case "refused":
        return line.answered(frame, socket);
      case "leaving":
        return line.leaves(frame.reason, socket);
      case "reply":
        return;
    }
  }

  function tellStages({ receivedAt, cameAt }: Arrival, { begunAt, readAt, sentAt }: { begunAt: number; readAt: number; sentAt: number | undefined }): void {
    if (options.onStage === undefined) return;
    if (sentAt !== undefined) options.onStage("receive", receivedAt - sentAt);
    options.onStage("wait", begunAt - cameAt);
    options.onStage("normalise", readAt - begunAt);
    options.onStage("take-in", performance.now() - readAt);
  }

  function deliver(datum: Datum, { monitor }: Line): void {
    const desk = desks.get(datum.instrument);
    if (desk === undefined) return monitor.dropped(`unexpected instrument ${datum.instrument}`);
    if (!desk.accept(datum)) monitor.dropped(`unexpected ${datum.kind} of ${datum.instrument}`);
  }

  function watchLines(): void {
    for (const line of shed) line.lost("messages came faster than they could be used, some were let go");
    shed.clear();
    for (const line of lines) line.watch();
  }

  function deskOf(id: InstrumentId): Desk {
    const desk = desks.get(id);
    if (desk === undefined) throw new Error(`${plan.label} plans a stream of ${id}, which is not followed`);
    return desk;
  }

  function close(): void {
    signal.removeEventListener("abort", end);
    for (const { monitor } of lines) monitor.closed();
    clockWatch?.closed();
    for (const desk of desks.values()) for (const monitor of desk.monitors()) monitor.closed();
  }
}

function streamsOf(id: InstrumentId, lines: readonly LinePlan[]): readonly StreamRule[] {
  return lines.flatMap(({ subscriptions }) => subscriptions.filter(({ instruments }) => instruments.includes(id)).flatMap(({ streams }) => streams));
}
