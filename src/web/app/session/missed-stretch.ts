import type { MarketMessage } from "#wire/messages.ts";

/** Notices that a stretch of the shown market came late, or was left out of what was told, and has it fetched when the server can have it. */
export interface MissedStretch {
  /** The next bar that was told lies further on than the one that opened then. */
  noteGap(lastOpenMs: number): void;
  /** Figures of the shown market. */
  hear(market: MarketMessage): void;
  close(): void;
}

/** The server asks its exchange for what it missed, which takes seconds, or minutes while that refuses. */
const ASKED_AFTER_MS = [3_000, 20_000, 90_000];
/** An ordinary step is one. */
const STEPS_AT_ONCE = 2;

/** `fetch` asks for everything from an instant on. */
export function watchMissed(fetch: (fromMs: number) => void): MissedStretch {
  /** End of the map by instrument: of the market, or of each of those that it is made of. */
  let seen = new Map<string, number>();
  let shown: string | undefined;
  let fromMs = Infinity;
  let timers: ReturnType<typeof setTimeout>[] = [];

  function noteGap(sinceMs: number): void {
    timers.forEach(clearTimeout);
    fromMs = Math.min(fromMs, sinceMs);
    timers = ASKED_AFTER_MS.map((afterMs, index) =>
      setTimeout(() => {
        fetch(fromMs);
        if (index === ASKED_AFTER_MS.length - 1) fromMs = Infinity;
      }, afterMs),
    );
  }

  return {
    noteGap,
    hear({ id, stepMs, lastTime, members }) {
      const ends = new Map((members ?? [{ market: id, lastTime }]).flatMap((part) => (part.lastTime === null ? [] : [[part.market, part.lastTime] as const])));
      const before = shown === id ? seen : new Map<string, number>();
      [shown, seen] = [id, ends];
      const jumped = [...ends].flatMap(([part, end]) => {
        const last = before.get(part);
        return last !== undefined && end - last > STEPS_AT_ONCE * stepMs ? [last] : [];
      });
      if (jumped.length > 0) noteGap(Math.min(...jumped));
    },
    close: () => timers.forEach(clearTimeout),
  };
}
