import type { Bar } from "#web/chart/bars.ts";
import { barOfRow } from "#web/chart/bars.ts";
import { fetchCandles } from "#web/data/rest.ts";
import { LONG_BAR_MS } from "#web/marks/mark.ts";

/** Keeps the long candles of the market on stage, for marks that look further back than the map. */
export interface LongBarsFeed {
  /** Asks for them when they are of another market, or old. */
  follow(market: string): void;
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

  async function load(market: string): Promise<void> {
    const nowMs = Date.now();
    if (asked?.market === market && nowMs - asked.atMs < OLD_AFTER_MS) return;
    abort.abort();
    const { signal } = (abort = new AbortController());
    if (asked?.market !== market) onBars([]);
    asked = { market, atMs: nowMs };
    try {
      const rows = await fetchCandles({ market, intervalMs: LONG_BAR_MS, fromMs: nowMs - BACK_MS, toMs: nowMs }, signal);
      if (!signal.aborted) onBars(rows.map(barOfRow));
    } catch (error) {
      if (signal.aborted) return;
      asked = undefined;
      onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    follow: (market) => void load(market),
    close: () => abort.abort(),
  };
}
