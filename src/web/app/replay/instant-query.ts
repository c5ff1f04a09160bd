import type { Query } from "@tanstack/react-query";

export interface InstantAsked<Reply> {
  /** What is asked for, without the instant. */
  readonly key: readonly string[];
  /** Epoch ms; undefined: now. */
  readonly at: number | undefined;
  /** How often now is asked for again. */
  readonly everyMs: number;
  readonly ask: (at: number | undefined, signal: AbortSignal) => Promise<Reply>;
  /** Epoch ms of the newest that a reply tells. */
  readonly timeOf: (reply: Reply) => number;
}

/** Answers of instants that have passed. */
const PAST_KEPT_MS = 20_000;

/**
 * Options of a query for what is known at an instant. While an answer is on its way the one before it stands in, when it is of the same thing and tells
 * of no later time: going back, nothing is shown until the answer is there.
 */
export function instantQuery<Reply>({ key, at, everyMs, ask, timeOf }: InstantAsked<Reply>) {
  const shared = { queryKey: [...key, at], queryFn: ({ signal }: { signal: AbortSignal }) => ask(at, signal) };
  if (at === undefined) return { ...shared, staleTime: everyMs, refetchInterval: everyMs };
  const placeholderData = (previous: Reply | undefined, query: Pick<Query, "queryKey"> | undefined): Reply | undefined =>
    previous !== undefined && isOfSame(query?.queryKey, key) && timeOf(previous) <= at ? previous : undefined;
  return { ...shared, staleTime: Infinity, gcTime: PAST_KEPT_MS, refetchInterval: false as const, placeholderData };
}

const isOfSame = (asked: readonly unknown[] | undefined, key: readonly string[]): boolean =>
  asked?.length === key.length + 1 && key.every((part, index) => part === asked[index]);
