import { backoffMs } from "./backoff.ts";
import type { Timing } from "./clock.ts";
import type { Peer } from "./refusal.ts";
import { type SocketLine, openSocketLine } from "./socket-line.ts";

/** How an exchange wants its sockets treated. */
export interface SocketPolicy {
  /** A successor is opened at this age, before the exchange cuts the line. */
  readonly maxAgeMs: number;
  /** How long old and new deliver side by side; whoever listens drops what comes twice. */
  readonly overlapMs: number;
  /** Text to send on a schedule, for exchanges that do not ping by themselves. */
  readonly keepAlive?: { readonly text: string; readonly everyMs: number };
}

export interface HeldSocketOptions {
  readonly url: string;
  readonly peer: Peer;
  readonly policy: SocketPolicy;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** Sent on every new line, for exchanges that subscribe by message. */
  readonly greeting?: readonly string[];
  onText(text: string): void;
  /** The line carries data, from now or (after a planned change of lines) still. */
  onOpen(): void;
  /** No line carries data any more; another is on its way. */
  onDown(reason: string): void;
}

export interface HeldSocket {
  /** Cuts the line and opens another, because it is of no use. */
  restart(reason: string): void;
  /** Resolves when the signal has aborted and every line is closed. */
  readonly done: Promise<void>;
}

/** A line that lived this long was good: the next failure starts the backoff afresh. */
const GOOD_LINE_MS = 60_000;

/** Keeps a socket open until the signal aborts: reconnects with backoff, and changes lines before they grow too old. */
export function holdSocket(options: HeldSocketOptions): HeldSocket {
  const { url, peer, policy, timing, signal } = options;
  const { clock, random } = timing;
  const lines = new Set<SocketLine>();
  let current: SocketLine | undefined;
  const closeAll = (): void => lines.forEach((line) => line.close("stopped"));
  signal.addEventListener("abort", closeAll, { once: true });
  return { restart: (reason) => current?.close(reason), done: hold() };

  async function hold(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const line = openLine();
      if (await line.opened) {
        takeOver(line);
        const livedMs = await livelihood(line);
        if (current === line) continue;
        failures = livedMs >= GOOD_LINE_MS ? 0 : failures + 1;
      } else {
        if (current === undefined && !signal.aborted) options.onDown(await line.closed);
        failures++;
      }
      await clock.sleep(backoffMs(failures - 1, random), signal).catch(() => undefined);
    }
    signal.removeEventListener("abort", closeAll);
    await Promise.all([...lines].map(({ closed }) => closed));
  }

  function openLine(): SocketLine {
    const line = openSocketLine(url, peer, (text) => options.onText(text));
    lines.add(line);
    void line.closed.then((reason) => forget(line, reason));
    return line;
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
    for (const text of options.greeting ?? []) line.send(text);
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
    const timers = [clock.sleep(policy.maxAgeMs, life.signal)];
    if (policy.keepAlive !== undefined) void keepAlive(line, policy.keepAlive, life.signal);
    await Promise.race([line.closed, ...timers]);
    life.abort();
    await Promise.allSettled(timers);
    return clock.now() - openedAt;
  }

  async function keepAlive(line: SocketLine, { text, everyMs }: NonNullable<SocketPolicy["keepAlive"]>, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      await clock.sleep(everyMs, until).catch(() => undefined);
      if (!until.aborted) line.send(text);
    }
  }
}
