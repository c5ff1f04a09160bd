import type { MarkEvent } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { PositionSide } from "#core/position-side.ts";
import { MINUTE_MS } from "#core/units.ts";

/** Marks of the last hour, as the lowest and highest of every minute. */
export interface MarkTrail {
  note(event: MarkEvent): void;
  /** The newest mark; undefined before the first. */
  last(instrument: InstrumentId): number | undefined;
  /** True when the mark has come to a position's liquidation price since `time`, or so near that the price may have moved that far itself. */
  reached(at: { readonly instrument: InstrumentId; readonly side: PositionSide; readonly price: number; readonly since: number }): boolean;
}

const MINUTES_KEPT = 60;
/** Funding and the profit of other positions move a liquidation price between two looks. */
const TOLERANCE = 0.005;

interface Trail {
  last: number;
  /** By minute since the epoch, oldest first. */
  readonly minutes: Map<number, { low: number; high: number }>;
}

export function createMarkTrail(): MarkTrail {
  const trails = new Map<InstrumentId, Trail>();
  return {
    note({ instrument, time, mark }) {
      const trail = trails.get(instrument) ?? { last: mark, minutes: new Map<number, { low: number; high: number }>() };
      trails.set(instrument, trail);
      trail.last = mark;
      const minute = Math.floor(time / MINUTE_MS);
      const span = trail.minutes.get(minute);
      if (span === undefined) trail.minutes.set(minute, { low: mark, high: mark });
      else Object.assign(span, { low: Math.min(span.low, mark), high: Math.max(span.high, mark) });
      for (const oldest of trail.minutes.keys()) {
        if (trail.minutes.size <= MINUTES_KEPT) break;
        trail.minutes.delete(oldest);
      }
    },
    last: (instrument) => trails.get(instrument)?.last,
    reached({ instrument, side, price, since }) {
      const minute = Math.floor(since / MINUTE_MS);
      for (const [at, { low, high }] of trails.get(instrument)?.minutes ?? []) {
        if (at < minute) continue;
        if (side === "long" ? low <= price * (1 + TOLERANCE) : high >= price * (1 - TOLERANCE)) return true;
      }
      return false;
    },
  };
}
