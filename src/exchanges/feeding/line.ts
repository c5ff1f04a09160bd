import type { InstrumentId } from "#core/instrument.ts";
import { type HeldSocket, holdSocket } from "#exchanges/connection/held-socket.ts";
import type { RateBudget } from "#exchanges/connection/rate-budget.ts";
import type { SocketLine } from "#exchanges/connection/socket-line.ts";
import { type StreamMonitor, createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { Desk } from "./desk.ts";
import type { FeedPlan, LinePlan, StreamName, Subscription } from "./feed-plan.ts";
import type { Frame } from "./frame.ts";
import { type Carried, createSilenceWatch } from "./silence-watch.ts";
import { type Subscriber, createSubscriber } from "./subscriber.ts";

/** One kept socket with what it carries: subscribes, tells desks of breaks and returns, and notices silence. */
export interface Line {
  readonly socket: HeldSocket;
  readonly monitor: StreamMonitor;
  /** An answer of the exchange to a message of ours that came over `socket`. */
  answered(answer: Extract<Frame, { kind: "subscribed" | "refused" }>, socket: SocketLine): void;
  /** The exchange announces that it will close `socket`. */
  leaves(reason: string, socket: SocketLine): void;
  /** To be called every second or so: opens anew what should tick and does not. */
  watch(): void;
  /** Asks anew for one stream; true when it is carried here. */
  resubscribe(instrument: InstrumentId, stream: StreamName): boolean;
  /** A frame could not be read: what it told, nobody knows. */
  doubted(): void;
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

/** Where limits per connection leave a question waiting longer, a new line, which has new ones, is sooner. */
const LONGEST_ASK_MS = 60_000;

export function openLine({ plan, line, admission, deskOf, signal, onText }: LineOptions): Line {
  const { label, setting, policy, timing, subscribing } = plan;
  const { clock } = timing;
  const monitor = createStreamMonitor({ stream: `connection ${line.name}`, instrument: undefined, staleAfterMs: undefined }, clock);
  const subscribers = new WeakMap<SocketLine, Subscriber>();
  let youngest: SocketLine | undefined;

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
      for (const { desk, stream } of line.subscriptions.flatMap(carried)) desk.down(stream, reason);
    },
  });

  const silence = createSilenceWatch({
    subscriptions: line.subscriptions,
    clock,
    carried,
    askAnew: subscribing && ((topics) => void askAnew(topics)),
    restart: (reason) => socket.restart(reason),
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
    leaves(reason, from) {
      monitor.failed(`${label} is about to close the line: ${reason}`);
      if (socket.current() === from) socket.renew();
    },
    watch: () => silence.check(),
    resubscribe(instrument, stream) {
      const topics = line.subscriptions.filter(
        ({ instruments, streams }) => instruments.includes(instrument) && streams.some((each) => each.stream === stream),
      );
      if (topics.length > 0) void askAnew(topics);
      return topics.length > 0;
    },
    doubted() {
      for (const { desk, stream } of line.subscriptions.flatMap(carried)) desk.doubted(stream);
    },
    lost(reason) {
      monitor.gap(reason);
      for (const { desk, stream } of line.subscriptions.flatMap(carried)) desk.hole(stream);
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
    for (const { desk, stream } of topics.flatMap(carried)) desk.interrupted(stream);
    const settled = new AbortController();
    const late = clock.sleep(LONGEST_ASK_MS, settled.signal).then(
      () => topics,
      () => [],
    );
    const problem = problemOf(await Promise.race([subscriber.askAnew(topics), late]));
    settled.abort();
    if (problem !== undefined) asked.close(problem);
  }

  function agree(topic: Subscription): void {
    for (const { desk, stream } of carried(topic)) desk.opened(stream);
  }

  /** Not asked for again before the next line: an exchange that refuses a topic has its reason. */
  function refuse(topic: Subscription, reason: string): void {
    for (const { desk, stream } of carried(topic)) desk.down(stream, `${label} refuses ${topic.topic}: ${reason}`);
  }

  function carried({ instruments, streams }: Subscription): readonly Carried[] {
    return instruments.flatMap((instrument) => streams.map(({ stream }) => ({ desk: deskOf(instrument), stream })));
  }

  function problemOf(unanswered: readonly Subscription[]): string | undefined {
    return unanswered.length === 0 ? undefined : `${label} did not answer the subscription to ${unanswered.map(({ topic }) => topic).join(", ")}`;
  }
}
