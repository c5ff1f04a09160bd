import type { InstrumentId } from "#core/instrument.ts";
import { type HeldSocket, holdSocket } from "#exchanges/connection/held-socket.ts";
import type { RateBudget } from "#exchanges/connection/rate-budget.ts";
import type { SocketLine } from "#exchanges/connection/socket-line.ts";
import { type StreamMonitor, createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { Desk } from "./desk.ts";
import type { FeedPlan, LinePlan, StreamName, Subscription } from "./feed-plan.ts";
import type { Frame } from "./frame.ts";
import { type Subscriber, createSubscriber } from "./subscriber.ts";

/** One kept socket with what it carries: subscribes, tells desks of breaks and returns, and notices silence. */
export interface Line {
  readonly socket: HeldSocket;
  readonly monitor: StreamMonitor;
  /** An answer of the exchange to a message of ours that came over `socket`. */
  answered(answer: Extract<Frame, { kind: "subscribed" | "refused" }>, socket: SocketLine): void;
  /** Opens anew what should tick and does not. */
  watch(): void;
  /** Asks anew for one stream; true when it is carried here. */
  resubscribe(instrument: InstrumentId, stream: StreamName): boolean;
  /** Frames were let go: what has no sequence of its own has a hole. */
  lost(reason: string): void;
}

export interface LineOptions {
  readonly plan: FeedPlan;
  readonly line: LinePlan;
  readonly admission: RateBudget;
  readonly deskOf: (instrument: InstrumentId) => Desk;
  readonly signal: AbortSignal;
  readonly onText: (text: string, socket: SocketLine) => void;
}

export function openLine({ plan, line, admission, deskOf, signal, onText }: LineOptions): Line {
  const { label, setting, policy, timing, subscribing } = plan;
  const { clock } = timing;
  const monitor = createStreamMonitor({ stream: `connection ${line.name}`, instrument: undefined, staleAfterMs: undefined }, clock);
  const subscribers = new WeakMap<SocketLine, Subscriber>();
  let youngest: SocketLine | undefined;
  const askedAnewAt = new Map<Subscription, number>();

  const socket = holdSocket({
    url: line.url,
    peer: { label, url: line.url.split("?")[0], setting },
    policy,
    timing,
    signal,
    admission,
    onText,
    ...(subscribing === undefined ? {} : { greet: (opened: SocketLine) => subscribe(opened) }),
    onOpen() {
      monitor.opened();
      if (subscribing === undefined) line.subscriptions.forEach(agree);
    },
    onDown(reason) {
      monitor.down(reason);
      askedAnewAt.clear();
      for (const { desk, stream } of carried(line.subscriptions)) desk.down(stream, reason);
    },
  });

  return {
    socket,
    monitor,
    answered(answer, from) {
      const subscriber = subscribers.get(from);
      if (answer.kind === "subscribed") return subscriber?.agreed(answer.to);
      monitor.dropped(`refused: ${answer.reason}`);
      subscriber?.refused(answer.to, answer.reason);
    },
    watch,
    resubscribe(instrument, stream) {
      const topics = line.subscriptions.filter(
        ({ instruments, streams }) => instruments.includes(instrument) && streams.some((each) => each.stream === stream),
      );
      if (topics.length > 0) void askAnew(topics);
      return topics.length > 0;
    },
    lost(reason) {
      monitor.gap(reason);
      for (const { desk, stream } of carried(line.subscriptions)) desk.hole(stream);
    },
  };

  async function subscribe(opened: SocketLine): Promise<string | undefined> {
    if (subscribing === undefined) return undefined;
    monitor.opened();
    const life = new AbortController();
    void opened.closed.then(() => life.abort());
    const subscriber = createSubscriber({
      subscribing,
      label,
      clock,
      signal: life.signal,
      send: (text) => opened.send(text),
      onAgreed: agree,
      onRefused: refuse,
    });
    subscribers.set(opened, subscriber);
    youngest = opened;
    return problemOf(await subscriber.ask(line.subscriptions));
  }

  async function askAnew(topics: readonly Subscription[]): Promise<void> {
    const asked = socket.current() ?? youngest;
    const subscriber = asked && subscribers.get(asked);
    if (asked === undefined || subscriber === undefined) return;
    const problem = problemOf(await subscriber.askAnew(topics));
    if (problem !== undefined) asked.close(problem);
  }

  function agree(topic: Subscription): void {
    for (const { desk, stream } of carried([topic])) desk.opened(stream);
  }

  /** Not asked for again before the next line: an exchange that refuses a topic has its reason. */
  function refuse(topic: Subscription, reason: string): void {
    for (const { desk, stream } of carried([topic])) desk.down(stream, `${label} refuses ${topic.topic}: ${reason}`);
  }

  /** Subscribed but silent is a failure, even on a line that is otherwise well: no exchange says when a stream is not served. */
  function watch(): void {
    const silent = line.subscriptions.filter((topic) => carried([topic]).filter(({ desk, stream }) => desk.losesPatience(stream)).length > 0);
    if (silent.length === 0) return;
    const isFirstTime = silent.every((topic) => (askedAnewAt.get(topic) ?? -Infinity) < lastHeard(topic));
    if (subscribing === undefined || !isFirstTime || !isTicking(silent))
      return socket.restart(`subscribed to ${silent.map(({ topic }) => topic).join(", ")}, but nothing comes`);
    for (const topic of silent) {
      askedAnewAt.set(topic, clock.now());
      for (const { desk, stream } of carried([topic])) desk.failed(stream, `subscribed to ${topic.topic}, but nothing comes: asking anew`);
    }
    void askAnew(silent);
  }

  /** Other topics of the line tell something: it is the topics that are at fault, not the line. */
  function isTicking(silent: readonly Subscription[]): boolean {
    const heardSilent = Math.max(...silent.map(lastHeard));
    return line.subscriptions.some((topic) => !silent.includes(topic) && lastHeard(topic) > heardSilent);
  }

  function lastHeard(topic: Subscription): number {
    return Math.max(0, ...carried([topic]).map(({ desk, stream }) => desk.lastHeard(stream) ?? 0));
  }

  function carried(topics: readonly Subscription[]): { readonly desk: Desk; readonly stream: StreamName }[] {
    return topics.flatMap(({ instruments, streams }) =>
      instruments.flatMap((instrument) => streams.map(({ stream }) => ({ desk: deskOf(instrument), stream }))),
    );
  }

  function problemOf(unanswered: readonly Subscription[]): string | undefined {
    return unanswered.length === 0 ? undefined : `${label} did not answer the subscription to ${unanswered.map(({ topic }) => topic).join(", ")}`;
  }
}
