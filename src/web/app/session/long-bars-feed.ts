import type { Bar } from "#web/chart/bars.ts";
import { barOfRow } from "#web/chart/bars.ts";
import { fetchCandles } from "#web/data/rest.ts";
import { LONG_BAR_MS } from "#web/marks/mark.ts";

/** Keeps the long candles of the market on stage, for marks that look further back than the map. */
export interface LongBarsFeed {
  /** Asks for them when they are of another market, or old. With an instant: as they were known then. */
  follow(market: string, atMs?: number): void;
  /** Forgets those that had not ended by an instant. */
  cut(untilMs: number): void;
  close(): void;
}

export interface LongBarsParts {
  readonly onBars: (bars: readonly Bar[]) => void;
  readonly onProblem: (problem: string | undefined) => void;
}

const BACK_MS = 60 * 86_400_000;
const OLD_AFTER_MS = 300_000;

export function createLongBarsFeed({ onBars, onProblem }: LongBarsParts): LongBarsFeed {
  let asked: { market: string; atMs: number } | undefined;
  let abort = new AbortController();
  let bars: readonly Bar[] = [];

  async function load(market: string, { nowMs, isPast }: { nowMs: number; isPast: boolean }): Promise<void> {
    if (asked?.market === market && nowMs >= asked.atMs && nowMs - asked.atMs < OLD_AFTER_MS) return;
    abort.abort();
    const { signal } = (abort = new AbortController());
    if (asked?.market !== market || nowMs < asked.atMs) onBars((bars = []));
    asked = { market, atMs: nowMs };
    try {
      const rows = await fetchCandles({ market, intervalMs: LONG_BAR_MS, fromMs: nowMs - BACK_MS, toMs: nowMs }, signal);
      // The last one is whole only when it has ended.
      if (!signal.aborted) onBars((bars = rows.map(barOfRow).filter(({ openTime }) => !isPast || openTime + LONG_BAR_MS <= nowMs)));
    } catch (error) {
      if (signal.aborted) return;
      asked = undefined;
      onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    follow: (market, atMs) => void load(market, { nowMs: atMs ?? Date.now(), isPast: atMs !== undefined }),
    cut(untilMs) {
      const known = bars.filter(({ openTime }) => openTime + LONG_BAR_MS <= untilMs);
      if (known.length < bars.length) onBars((bars = known));
    },
    close: () => abort.abort(),
  };
}
