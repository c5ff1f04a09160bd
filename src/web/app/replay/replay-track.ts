import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { rowOf } from "#core/price-rows.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { CandleRow, MarketMessage, RealisedRow } from "#wire/messages.ts";
import { type Bar, barOfRow, mergeBars } from "#web/chart/bars.ts";
import type { CandleRange, RealisedRange } from "#web/data/rest.ts";
import type { BarHistory } from "#web/app/session/bar-history.ts";
import type { RealisedHistory } from "#web/app/session/realised-history.ts";
import { STEP_MS } from "./replay-clock.ts";
import { knownBars, knownRealised } from "./known-bars.ts";

export interface ReplayTrackParts {
  readonly market: Pick<MarketMessage, "id" | "stepMs">;
  readonly level: number;
  /** The instant that is shown first. */
  readonly atMs: number;
  /** Where what is stored ends. */
  readonly newestMs: () => number;
  /** What is loaded already: nothing of that is asked for. */
  readonly known?: KnownStretch | undefined;
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

/** Whole columns of [fromMs, toMs) that are loaded, with all that printed in them. */
export interface KnownStretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly bars: readonly Bar[];
  readonly cells: readonly RealisedCell[];
}

/** At 600 times this lasts 72 s. */
export const AHEAD_MS = 720 * STEP_MS;

/** A stretch of time of which everything is loaded. */
interface Stretch {
  fromMs: number;
  toMs: number;
}

export function createReplayTrack({ market, level, newestMs, known, fetchCandles, fetchRealised, ...first }: ReplayTrackParts): ReplayTrack {
  const detail = HEAT_LEVELS[level];
  const { columnMs, rowsPerCell } = detail;
  const partMs = market.stepMs;
  const hasParts = partMs < columnMs;
  let { atMs } = first;
  let bars = known?.bars ?? [];
  let parts: readonly Bar[] = [];
  const cells = new Map<string, RealisedCell>((known?.cells ?? []).map((cell) => [`${cell.column} ${cell.cell}`, cell]));
  const partCells = new Map<string, RealisedCell>();
  let whole: Stretch | undefined = known && { fromMs: known.fromMs, toMs: known.toMs };
  let parted: Stretch | undefined;
  let loading: Promise<boolean> | undefined;
  let shownBars: { readonly atMs: number; readonly of: readonly Bar[]; readonly parts: readonly Bar[]; readonly bars: readonly Bar[] } | undefined;

  const startOf = (timeMs: number) => Math.floor(timeMs / columnMs) * columnMs;
  /** Of the last column that had ended at the instant. */
  const endedFromMs = () => startOf(atMs) - columnMs;
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
    // Only the column that forms at the instant needs its minutes: those long passed are let go.
    const kept = { fromMs: Math.max(next.fromMs, Math.min(fromMs, startOf(atMs) - AHEAD_MS)), toMs: next.toMs };
    const isKept = (timeMs: number) => timeMs >= kept.fromMs && timeMs < kept.toMs;
    for (const [key, { column }] of partCells) if (!isKept(column * STEP_MS)) partCells.delete(key);
    parts = mergeBars(
      parts.filter(({ openTime }) => isKept(openTime)),
      came.map(barOfRow),
    );
    parted = kept;
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
      whole: !holds(whole, endedFromMs(), startOf(Math.min(atMs + AHEAD_MS / 2, newestMs()))),
      parts: hasParts && !holds(parted, startOf(atMs), Math.min(atMs + AHEAD_MS / 2, newestMs())),
    };
    const after = (stretch: Stretch | undefined, fromMs: number) => (stretch && holds(stretch, fromMs, startOf(atMs)) ? stretch.toMs : fromMs);
    const came = await Promise.all([
      wants.whole && loadWhole({ fromMs: after(whole, endedFromMs()), toMs: untilMs }, signal),
      wants.parts && loadParts({ fromMs: after(parted, startOf(atMs)), toMs: untilMs }, signal),
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
      get loadedFromMs() {
        return whole?.fromMs ?? Infinity;
      },
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
      if (!whole || !holds(whole, endedFromMs(), startOf(atMs))) return atMs;
      const wholeUntil = whole.toMs + columnMs - 1;
      return hasParts ? Math.min(wholeUntil, parted?.toMs ?? atMs) : whole.toMs;
    },
    get isWhole() {
      return holds(whole, endedFromMs(), startOf(atMs)) && (!hasParts || startOf(atMs) === atMs || holds(parted, startOf(atMs), atMs));
    },
    async begin(fromMs, signal) {
      const toMs = atMs + AHEAD_MS;
      const isKnown = holds(whole, fromMs, startOf(atMs));
      // Where a column ends no minutes are wanted yet: what is known is all that there is to show.
      if (isKnown && startOf(atMs) === atMs) return;
      await Promise.all([!isKnown && loadWhole({ fromMs, toMs }, signal), loadParts({ fromMs: startOf(atMs), toMs }, signal)]);
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
