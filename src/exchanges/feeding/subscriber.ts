import type { Clock } from "#exchanges/connection/clock.ts";
import { createRateBudget } from "#exchanges/connection/rate-budget.ts";
import type { Subscribing, Subscription } from "./feed-plan.ts";

/** Asks one line for topics by message and hears the answers. */
export interface Subscriber {
  /** Resolves with the topics that got no answer in time; none when every one was agreed to or refused. */
  ask(topics: readonly Subscription[]): Promise<readonly Subscription[]>;
  /** The same, having given the topics up first: their streams begin anew. */
  askAnew(topics: readonly Subscription[]): Promise<readonly Subscription[]>;
  agreed(to: string): void;
  /** False when it was about nothing that is waited for. */
  refused(to: string | undefined, reason: string): boolean;
}

export interface SubscriberOptions {
  readonly subscribing: Subscribing;
  readonly label: string;
  readonly clock: Clock;
  /** Ends with the line. */
  readonly signal: AbortSignal;
  send(text: string): void;
  onAgreed(topic: Subscription): void;
  onRefused(topic: Subscription, reason: string): void;
}

/** From the last message on. */
const ANSWER_MS = 10_000;

export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { subscribing, label, clock, signal } = options;
  const budgets = subscribing.messages.map((allowance) => createRateBudget(label, allowance, clock));
  const pending = new Map<string, readonly Subscription[]>();
  const waiting = new Set<() => void>();
  let requests = 0;

  return {
    ask,
    async askAnew(topics) {
      for (const batch of batches(topics, subscribing)) await say("unsubscribe", batch);
      return ask(topics);
    },
    agreed: (to) => answered(to).forEach((topic) => options.onAgreed(topic)),
    refused(to, reason) {
      const topics = to === undefined ? [] : answered(to);
      for (const topic of topics) options.onRefused(topic, reason);
      return topics.length > 0;
    },
  };

  async function ask(topics: readonly Subscription[]): Promise<readonly Subscription[]> {
    const keys: string[] = [];
    for (const batch of batches(topics, subscribing)) {
      const request = await say("subscribe", batch, (number) => {
        const entries = subscribing.answersTo === "request" ? [[number, batch] as const] : batch.map((topic) => [topic.topic, [topic]] as const);
        for (const [key, asked] of entries) pending.set(key, asked);
        keys.push(...entries.map(([key]) => key));
      });
      if (request === undefined) return [];
    }
    await answersOrTimeout(keys);
    const silent = signal.aborted ? [] : keys.flatMap((key) => pending.get(key) ?? []);
    for (const key of keys) pending.delete(key);
    return silent;
  }

  /** Undefined when the line ended before. */
  async function say(action: "subscribe" | "unsubscribe", batch: readonly Subscription[], before?: (request: string) => void): Promise<string | undefined> {
    try {
      for (const budget of budgets) await budget.spend(1, signal);
    } catch {
      return undefined;
    }
    const request = String(++requests);
    before?.(request);
    options.send(subscribing.message(action, batch, request));
    return request;
  }

  function answered(to: string): readonly Subscription[] {
    const topics = pending.get(to) ?? [];
    pending.delete(to);
    for (const check of waiting) check();
    return topics;
  }

  async function answersOrTimeout(keys: readonly string[]): Promise<void> {
    const settled = new AbortController();
    const end = (): void => settled.abort();
    const check = (): void => (keys.some((key) => pending.has(key)) ? undefined : end());
    waiting.add(check);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    check();
    await clock.sleep(ANSWER_MS, settled.signal).catch(() => undefined);
    signal.removeEventListener("abort", end);
    waiting.delete(check);
  }
}

/** Topics by the messagefull: within the most topics and, by halving, the most bytes. */
export function batches(topics: readonly Subscription[], subscribing: Subscribing): readonly (readonly Subscription[])[] {
  const { mostTopicsPerMessage: most, mostBytesPerMessage: mostBytes } = subscribing;
  const size = Math.min(most, topics.length);
  if (topics.length === 0) return [];
  if (topics.length > most) return [...batches(topics.slice(0, size), subscribing), ...batches(topics.slice(size), subscribing)];
  if (size === 1 || Buffer.byteLength(subscribing.message("unsubscribe", topics, "0000000")) <= mostBytes) return [topics];
  const half = Math.ceil(size / 2);
  return [...batches(topics.slice(0, half), subscribing), ...batches(topics.slice(half), subscribing)];
}
