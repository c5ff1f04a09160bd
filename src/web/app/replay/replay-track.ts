import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { rowOf } from "#core/price-rows.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { CandleRow, MarketMessage, RealisedRow } from "#wire/messages.ts";
import { type Bar, barOfRow, mergeBars } from "#web/chart/bars.ts";
import type { CandleRange, RealisedRange } from "#web/data/rest.ts";
import type { BarHistory } from "#web/app/bar-history.ts";
import type { RealisedHistory } from "#web/app/realised-history.ts";
import { STEP_MS } from "./replay-clock.ts";
import { knownBars, knownRealised } from "./known-bars.ts";

export interface ReplayTrackParts {
  readonly market: Pick<MarketMessage, "id" | "stepMs">;
  readonly level: number;
  /** The instant that is shown first. */
  readonly atMs: number;
  /** Where what is stored ends. */
  readonly newestMs: () => number;
  readonly fetchCandles: (range: CandleRange, signal?: AbortSignal) => Promise<readonly CandleRow[]>;
  readonly fetchRealised: (range: RealisedRange, signal?: AbortSignal) => Promise<readonly RealisedRow[]>;
}

/**
 * Candles and printed liquidations of one market and level under an instant that moves. It holds more than it gives, so that playing waits for nothing:
 * what it gives is what was known at the instant.
 */
export interface ReplayTrack {
  readonly history: BarHistory;
  readonly realised: RealisedHistory;
  readonly atMs: number;
  /** Where what is stored ends. */
  readonly newestMs: () => number;
  /** The last column that had ended. */
  readonly newestColumn: number;
  /** How far the instant can move without anything being loaded. */
  readonly loadedUntilMs: number;
  /** Whether all that was known at the instant is loaded. */
  readonly isWhole: boolean;
  moveTo(atMs: number): void;
  /** Loads columns from `fromMs` on, and what the instant and playing on from it needs. */
  begin(fromMs: number, signal: AbortSignal): Promise<void>;
  /** Loads what the instant and playing on from it needs; nothing while that is there or on its way. True when something came. */
  loadAhead(signal: AbortSignal): Promise<boolean>;
}

/** At 600 times this lasts 72 s. */
export const AHEAD_MS = 720 * STEP_MS;

/** A stretch of time of which everything is loaded. */
interface Stretch {
  fromMs: number;
  toMs: number;
}

export function createReplayTrack({ market, level, newestMs, fetchCandles, fetchRealised, ...first }: ReplayTrackParts): ReplayTrack {
  const detail = HEAT_LEVELS[level];
  const { columnMs, rowsPerCell } = detail;
  const partMs = market.stepMs;
  const hasParts = partMs < columnMs;
  let { atMs } = first;
  let bars: readonly Bar[] = [];
  let parts: readonly Bar[] = [];
  const cells = new Map<string, RealisedCell>();
  const partCells = new Map<string, RealisedCell>();
  let whole: Stretch | undefined;
  let parted: Stretch | undefined;
  let loading: Promise<boolean> | undefined;
  let shownBars: { readonly atMs: number; readonly of: readonly Bar[]; readonly parts: readonly Bar[]; readonly bars: readonly Bar[] } | undefined;

  const startOf = (timeMs: number) => Math.floor(timeMs / columnMs) * columnMs;
  const holds = (stretch: Stretch | undefined, fromMs: number, toMs: number) => stretch !== undefined && stretch.fromMs <= fromMs && stretch.toMs >= toMs;

  /** Loads whole columns of [fromMs, toMs): one that has not ended in what is stored would be taken for whole. */
  async function loadWhole({ fromMs, toMs }: Stretch, signal: AbortSignal): Promise<boolean> {
    const from = startOf(fromMs);
    const to = startOf(Math.min(toMs, newestMs()));
    if (to <= from) return false;
    const [came] = await Promise.all([
      fetchCandles({ market: market.id, intervalMs: columnMs, fromMs: from, toMs: to }, signal),
      loadCells(cells, { market: market.id, level, fromMs: from, toMs: to - 1 }, signal),
    ]);
    bars = mergeBars(bars, came.map(barOfRow));
    whole = joined(whole, { fromMs: from, toMs: to });
    return true;
  }

  async function loadParts({ fromMs, toMs }: Stretch, signal: AbortSignal): Promise<boolean> {
    const to = Math.min(toMs, newestMs());
    if (!hasParts || to <= fromMs) return false;
    const [came] = await Promise.all([
      fetchCandles({ market: market.id, intervalMs: STEP_MS, fromMs, toMs: to }, signal),
      loadCells(partCells, { market: market.id, level: 0, rowsPerCell, fromMs, toMs: to - 1 }, signal),
    ]);
    const next = joined(parted, { fromMs, toMs: to });
    const known = next.fromMs < fromMs ? parts : [];
    if (known.length === 0) for (const [key, { column }] of partCells) if (column * STEP_MS < fromMs) partCells.delete(key);
    parts = mergeBars(known, came.map(barOfRow));
    parted = next;
    return true;
  }

  async function loadCells(into: Map<string, RealisedCell>, range: RealisedRange, signal: AbortSignal): Promise<void> {
    const rows = await fetchRealised(range, signal);
    for (const [time, price, longUsd, shortUsd, prints] of rows) {
      const place = { column: columnIndexOf(HEAT_LEVELS[range.level], time), cell: cellOfRow(detail, rowOf(price)) };
      into.set(`${place.column} ${place.cell}`, { ...place, longUsd, shortUsd, prints });
    }
  }

  async function loadMissing(signal: AbortSignal): Promise<boolean> {
    const untilMs = Math.min(atMs + AHEAD_MS, newestMs());
    const wants = {
      whole: !holds(whole, startOf(atMs), startOf(Math.min(atMs + AHEAD_MS / 2, newestMs()))),
      parts: hasParts && !holds(parted, startOf(atMs), Math.min(atMs + AHEAD_MS / 2, newestMs())),
    };
    const after = (stretch: Stretch | undefined) => (holds(stretch, startOf(atMs), startOf(atMs)) && stretch ? stretch.toMs : startOf(atMs));
    const came = await Promise.all([
      wants.whole && loadWhole({ fromMs: after(whole), toMs: untilMs }, signal),
      wants.parts && loadParts({ fromMs: after(parted), toMs: untilMs }, signal),
    ]);
    return came.includes(true);
  }

  return {
    history: {
      get bars() {
        if (shownBars?.atMs !== atMs || shownBars.of !== bars || shownBars.parts !== parts)
          shownBars = { atMs, of: bars, parts, bars: knownBars({ intervalMs: columnMs, bars, partMs, parts }, atMs) };
        return shownBars.bars;
      },
      async load(range, signal) {
        await loadWhole(range, signal);
      },
      // What comes now is of no concern to an earlier instant.
      take: () => undefined,
    },
    realised: {
      get cells() {
        return knownRealised({ columnMs, cells: [...cells.values()], partMs: hasParts ? STEP_MS : columnMs, parts: [...partCells.values()] }, atMs);
      },
      // Comes with the candles.
      load: async () => undefined,
      take: () => undefined,
    },
    newestMs,
    get atMs() {
      return atMs;
    },
    get newestColumn() {
      return columnIndexOf(detail, atMs) - 1;
    },
    get loadedUntilMs() {
      if (!holds(whole, startOf(atMs), startOf(atMs)) || !whole) return atMs;
      const wholeUntil = whole.toMs + columnMs - 1;
      return hasParts ? Math.min(wholeUntil, parted?.toMs ?? atMs) : whole.toMs;
    },
    get isWhole() {
      return holds(whole, startOf(atMs), startOf(atMs)) && (!hasParts || startOf(atMs) === atMs || holds(parted, startOf(atMs), atMs));
    },
    async begin(fromMs, signal) {
      const toMs = atMs + AHEAD_MS;
      await Promise.all([loadWhole({ fromMs, toMs }, signal), loadParts({ fromMs: startOf(atMs), toMs }, signal)]);
    },
    moveTo(next) {
      atMs = next;
    },
    loadAhead(signal) {
      if (loading) return loading;
      loading = loadMissing(signal).finally(() => (loading = undefined));
      return loading;
    },
  };
}

/** One stretch where they touch; else the newer alone, since nothing is known of what lies between. */
function joined(known: Stretch | undefined, came: Stretch): Stretch {
  if (!known || came.fromMs > known.toMs || came.toMs < known.fromMs) return came;
  return { fromMs: Math.min(known.fromMs, came.fromMs), toMs: Math.max(known.toMs, came.toMs) };
}
