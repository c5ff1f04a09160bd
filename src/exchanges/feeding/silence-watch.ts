import type { Clock } from "#exchanges/connection/clock.ts";
import type { Desk } from "./desk.ts";
import type { StreamName, Subscription } from "./feed-plan.ts";

/** Notices topics of a line that should tick and do not. */
export interface SilenceWatch {
  /** To be called every second or so. */
  check(): void;
}

export interface SilenceWatchOptions {
  readonly subscriptions: readonly Subscription[];
  readonly clock: Clock;
  /** Whose streams a topic feeds. */
  readonly carried: (topic: Subscription) => readonly Carried[];
  /** Asks for topics anew on the same line; undefined where that cannot be done. */
  readonly askAnew: ((topics: readonly Subscription[]) => void) | undefined;
  readonly restart: (reason: string) => void;
}

export interface Carried {
  readonly desk: Desk;
  readonly stream: StreamName;
}

/**
 * Subscribed but silent is a failure, even on a line that is otherwise well: no exchange says when a stream is not served. Where nothing ticks the
 * line is at fault. One topic alone is asked for anew, then the line is opened anew once for its sake, and after that, as for a symbol that was
 * delisted, others are not made to suffer for it any more.
 */
export function createSilenceWatch({ subscriptions, clock, carried, askAnew, restart }: SilenceWatchOptions): SilenceWatch {
  const tried = new Map<Subscription, { readonly times: number; readonly at: number }>();
  const lineTry = askAnew === undefined ? 0 : 1;

  return {
    check() {
      const silent = subscriptions.filter((topic) => carried(topic).filter(({ desk, stream }) => desk.losesPatience(stream)).length > 0);
      if (silent.length === 0) return;
      if (!othersTick(silent)) return restart(nothingComes(silent));
      const tries = silent.map((topic) => ({ topic, before: triedBefore(topic) }));
      for (const { topic, before } of tries) tried.set(topic, { times: before + 1, at: clock.now() });
      const forTheLine = tries.filter(({ before }) => before === lineTry).map(({ topic }) => topic);
      if (forTheLine.length > 0) return restart(nothingComes(forTheLine));
      for (const topic of silent) for (const { desk, stream } of carried(topic)) desk.failed(stream, nothingComes([topic]));
      askAnew?.(silent);
    },
  };

  /** How often in vain since the topic last ticked. */
  function triedBefore(topic: Subscription): number {
    const { times, at } = tried.get(topic) ?? { times: 0, at: 0 };
    return lastHeard(topic) > at ? 0 : times;
  }

  /** In the second half of the silence: on a line that died all fall silent at about the same time. */
  function othersTick(silent: readonly Subscription[]): boolean {
    const since = (clock.now() + Math.max(...silent.map(lastHeard))) / 2;
    return subscriptions.some((topic) => !silent.includes(topic) && lastHeard(topic) > since);
  }

  function lastHeard(topic: Subscription): number {
    return Math.max(0, ...carried(topic).map(({ desk, stream }) => desk.lastHeard(stream) ?? 0));
  }
}

const nothingComes = (topics: readonly Subscription[]): string => `subscribed to ${topics.map(({ topic }) => topic).join(", ")}, but nothing comes`;
