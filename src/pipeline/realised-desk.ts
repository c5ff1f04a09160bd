import type { LiquidationEvent } from "#core/events.ts";
import { HEAT_LEVELS, cellOfRow, columnEnd, columnIndexOf, columnStart } from "#core/heat-levels.ts";
import { instrumentId, type Instrument } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { Store } from "#storage/store.ts";
import type { Clock } from "./clock.ts";
import type { HubListener } from "./hub-update.ts";
import type { Recorder } from "./recorder.ts";

/** What just printed, as the store sums it. */
export interface RealisedNews {
  /** The cells of a level that the new prints fell into, each with its whole sum so far: it replaces what was heard of the cell, and is never added to it. */
  cells(level: number): Promise<readonly RealisedCell[]>;
}

/** Gathers the prints of one market and publishes them when they are stored, so that stream and history always agree. */
export interface RealisedDesk {
  note(print: LiquidationEvent): void;
  /** Publishes what has been noted since the last call, where somebody looks. Never rejects. */
  publish(): Promise<void>;
}

export interface RealisedDeskParts {
  readonly instrument: Instrument;
  readonly store: Store;
  readonly recorder: Pick<Recorder, "flush">;
  readonly clock: Pick<Clock, "now">;
  readonly isAttended: () => boolean;
  readonly publish: HubListener;
}

/** The recorder stores what it has each second: who begins to look reads what is older than this from the store. */
const UNSTORED_MS = 5_000;

export function createRealisedDesk({ instrument, store, recorder, clock, isAttended, publish }: RealisedDeskParts): RealisedDesk {
  let noted: { readonly print: LiquidationEvent; readonly at: number }[] = [];
  return {
    note: (print) => void noted.push({ print, at: clock.now() }),
    async publish() {
      if (noted.length === 0) return;
      // To be stored for nobody, prints need not hurry: a transaction for each would be most of what a quiet store does.
      if (!isAttended()) {
        noted = noted.filter(({ at }) => at > clock.now() - UNSTORED_MS);
        return;
      }
      const prints = noted.map(({ print }) => print);
      noted = [];
      await recorder.flush();
      publish({ kind: "realised", market: instrumentId(instrument), news: createNews(store, instrument, prints) });
    },
  };
}

function createNews(store: Store, instrument: Instrument, prints: readonly LiquidationEvent[]): RealisedNews {
  const asked = new Map<number, Promise<readonly RealisedCell[]>>();
  return {
    cells(level) {
      const cells = asked.get(level) ?? touchedCells(store, instrument, { level, prints });
      asked.set(level, cells);
      return cells;
    },
  };
}

async function touchedCells(
  store: Store,
  instrument: Instrument,
  { level, prints }: { level: number; prints: readonly LiquidationEvent[] },
): Promise<readonly RealisedCell[]> {
  const detail = HEAT_LEVELS[level];
  const columns = prints.map(({ time }) => columnIndexOf(detail, time));
  const touched = new Set(prints.map(({ price }, i) => `${columns[i]} ${cellOfRow(detail, rowOf(price))}`));
  const range = { from: columnStart(detail, Math.min(...columns)), to: columnEnd(detail, Math.max(...columns)) };
  const cells = await store.realised(instrumentId(instrument), { ...detail, contract: instrument.contract }, range);
  return cells.filter(({ column, cell }) => touched.has(`${column} ${cell}`));
}
