import { join } from "node:path";
import { HOUR_MS, asMs } from "#core/units.ts";
import { systemClock } from "#pipeline/clock.ts";
import type { Source } from "#pipeline/hub.ts";
import { type Tape, createTape } from "#pipeline/tape.ts";
import { openShelf } from "#storage/shelf/shelf.ts";

export interface TapeOptions {
  readonly dataDir: string;
  /** How long trades and books are kept; 0: not at all. */
  readonly keepTradesHours: number;
  /** How much of them is kept at most. */
  readonly keepTradesGb: number;
  /** How much of the raw frames is kept at most; undefined: none is recorded. */
  readonly recordFramesGb: number | undefined;
}

const BYTES_PER_GB = 1e9;

/** Opens the tape of a source beside its database; undefined where nothing comes in. Real and simulated data never share a directory. */
export function openTape(source: Source, { dataDir, keepTradesHours, keepTradesGb, recordFramesGb }: TapeOptions): Tape | undefined {
  if (source === "replay") return undefined;
  const place = (name: string) => join(dataDir, source === "simulated" ? `simulated-${name}` : name);
  const clock = systemClock;
  const keepMs = asMs(keepTradesHours * HOUR_MS);
  return createTape({
    trades: keepTradesHours > 0 ? openShelf({ directory: place("trades"), keepMs, maxBytes: keepTradesGb * BYTES_PER_GB, clock }) : undefined,
    frames:
      recordFramesGb === undefined
        ? undefined
        : openShelf({ directory: place("frames"), keepMs: asMs(Infinity), maxBytes: recordFramesGb * BYTES_PER_GB, clock }),
  });
}
