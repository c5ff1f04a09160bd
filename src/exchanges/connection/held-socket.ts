import { backoffMs } from "./backoff.ts";
import { type Timing, repeat } from "./clock.ts";
import type { RateBudget } from "./rate-budget.ts";
import type { Peer } from "./refusal.ts";
import { type SocketLine, openSocketLine } from "./socket-line.ts";

/** How an exchange wants its sockets treated. */
export interface SocketPolicy {
  /** A successor is opened at this age, before the exchange cuts the line. Absent: the exchange does not cut lines by age. */
  readonly maxAgeMs?: number;
  /** How long old and new deliver side by side; whoever listens drops what comes twice. */
  readonly overlapMs: number;
  /** What to send on a schedule; without `text` a ping frame. A line on which nothing came between three of them is dead, whatever TCP says. */
  readonly keepAlive: { readonly text?: string; readonly everyMs: number };
}

export interface HeldSocketOptions {
  readonly url: string;
  readonly peer: Peer;
  readonly policy: SocketPolicy;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** Spent by one for every attempt to connect. */
  readonly admission?: RateBudget;
  /** Asks a new line for what it is to carry, for exchanges that subscribe by message. Resolves with why the line is of no use, or undefined when it is. */
  greet?(line: SocketLine): Promise<string | undefined>;
  onText(text: string, line: SocketLine): void;
  /** The line carries data, from now or (after a planned change of lines) still. */
  onOpen(): void;
  /** No line carries data any more; another is on its way. */
  onDown(reason: string): void;
}

export interface HeldSocket {
  /** Cuts the line and opens another, because it is of no use. */
  restart(reason: string): void;
  /** Opens a successor now, because the exchange is about to close the line. */
  renew(): void;
  /** The line that carries data now. */
  current(): SocketLine | undefined;
  /** Resolves when the signal has aborted and every line is closed. */
  readonly done: Promise<void>;
}

/** A line that lived this long was good: the next failure starts the backoff afresh. */
const GOOD_LINE_MS = 60_000;
const MOST_UNANSWERED = 3;

/** Keeps a socket open until the signal aborts: reconnects with backoff, and changes lines before they grow too old. */
export function holdSocket(options: HeldSocketOptions): HeldSocket {
  const { url, peer, policy, timing, signal } = options;
  const { clock, random } = timing;
  const lines = new Set<SocketLine>();
  let current: SocketLine | undefined;
  let renewCurrent: (() => void) | undefined;
  const closeAll = (reason: string): void => lines.forEach((line) => line.close(reason));
  const onAbort = (): void => closeAll("stopped");
  signal.addEventListener("abort", onAbort, { once: true });
  return { restart: closeAll, renew: () => renewCurrent?.(), current: () => current, done: hold() };

  async function hold(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      await options.admission?.spend(1, signal).catch(() => undefined);
      if (signal.aborted) break;
      const line = openLine();
      if ((await line.opened) && (await isGreeted(line))) {
        takeOver(line);
        const livedMs = await livelihood(line);
        if (current === line) continue;
        failures = livedMs >= GOOD_LINE_MS ? 0 : failures + 1;
      } else {
        const reason = await line.closed;
        if (current === undefined && !signal.aborted) options.onDown(reason);
        failures++;
      }
      await clock.sleep(backoffMs(failures - 1, random), signal).catch(() => undefined);
    }
    signal.removeEventListener("abort", onAbort);
    await Promise.all([...lines].map(({ closed }) => closed));
  }

  function openLine(): SocketLine {
    let unanswered = 0;
    const line = openSocketLine(url, peer, { onText: (text) => options.onText(text, line), onSign: () => (unanswered = 0) });
    lines.add(line);
    const life = new AbortController();
    void keepAlive();
    void line.closed.then((reason) => forget(line, reason)).finally(() => life.abort());
    return line;

    async function keepAlive(): Promise<void> {
      if (!(await line.opened)) return;
      const { everyMs, text } = policy.keepAlive;
      await clock.sleep(everyMs, life.signal).catch(() => undefined);
      await repeat(clock, { everyMs, signal: life.signal }, () => {
        if (unanswered++ >= MOST_UNANSWERED)
          return line.close(`nothing came from ${peer.label} for ${(MOST_UNANSWERED * everyMs) / 1_000} s, not even an answer to a ping`);
        return text === undefined ? line.ping() : line.send(text);
      });
    }
  }

  async function isGreeted(line: SocketLine): Promise<boolean> {
    const problem = await options.greet?.(line);
    if (problem !== undefined) line.close(problem);
    return lines.has(line) && problem === undefined;
  }

  function forget(line: SocketLine, reason: string): void {
    lines.delete(line);
    if (current !== line) return;
    current = undefined;
    if (!signal.aborted) options.onDown(reason);
  }

  function takeOver(line: SocketLine): void {
    const retiring = current;
    current = line;
    options.onOpen();
    if (retiring !== undefined)
      void clock.sleep(policy.overlapMs, signal).then(
        () => retiring.close("replaced by a younger line"),
        () => undefined,
      );
  }

  /** Resolves when the line has ended or is due for replacement, with the age it reached. */
  async function livelihood(line: SocketLine): Promise<number> {
    const openedAt = clock.now();
    const life = new AbortController();
    const due = policy.maxAgeMs === undefined ? [] : [clock.sleep(policy.maxAgeMs, life.signal)];
    const asked = new Promise<void>((resolve) => (renewCurrent = resolve));
    await Promise.race([line.closed, asked, ...due]);
    life.abort();
    await Promise.allSettled(due);
    return clock.now() - openedAt;
  }
}
