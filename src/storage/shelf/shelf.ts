import type { Ms } from "#core/units.ts";
import { hourNameOf } from "./shelf-files.ts";
import { createShelfFile, type ShelfFile } from "./shelf-file.ts";
import { trimShelf } from "./trim-shelf.ts";

/**
 * Lines of text in gzip files, one file an hour and series, that go when they are old or too many. For what is written far more often than read:
 * appending costs a copy, compression is off the event loop, and nothing that fails here stops anything else: what the disk refuses waits for it.
 * A line is safe within {@link FLUSH_MS}; every flush is a whole gzip member, so that a crash costs no more than the last one.
 */
export interface Shelf {
  /** `series` is a path below the shelf's directory, e.g. `binance/trades`. The line has no line break. Never throws. */
  append(series: string, line: string): void;
  /** Resolves when everything appended is written or given up. */
  flush(): Promise<void>;
  health(): ShelfHealth;
  /** Last flush; nothing is kept after it. */
  close(): Promise<void>;
}

export interface ShelfHealth {
  /** Bytes on disk, compressed. */
  readonly bytes: number;
  readonly lines: number;
  /** Lines that were not written: the disk refused, or was too slow, for longer than they can wait. */
  readonly lost: number;
  /** Why the last write failed, undefined when it succeeded. */
  readonly problem: string | undefined;
}

export interface ShelfOptions {
  readonly directory: string;
  /** Files whose hour ended longer ago are removed. */
  readonly keepMs: Ms;
  /** The oldest files are removed when there is more. */
  readonly maxBytes: number;
  readonly clock: { now(): Ms; every(intervalMs: number, task: () => void): () => void };
}

const FLUSH_MS = 2_000;
/** How often every file is looked at; what is written meanwhile is counted. */
const TRIM_MS = 60_000;
/** Lines that may wait for the disk, in characters. */
const MAX_WAITING = 16_000_000;

/** Opens a shelf; its directory is made with the first line. */
export function openShelf(options: ShelfOptions): Shelf {
  const { clock } = options;
  const files = new Map<string, ShelfFile>();
  const counts = { lines: 0, lost: 0, waiting: 0 };
  let bytes = 0;
  let trimmedAt = -Infinity;
  let problem: string | undefined;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  async function writeAll() {
    const hour = hourNameOf(clock.now());
    let wrote = false;
    let failed: string | undefined;
    for (const [series, file] of files) {
      const { taken, failure, ...written } = await file.write(hour);
      bytes += written.bytes;
      counts.waiting -= taken;
      wrote ||= taken > 0 || failure !== undefined;
      failed ??= failure;
      if (file.isIdle(hour)) files.delete(series);
    }
    if (wrote) problem = failed;
    if (Math.abs(clock.now() - trimmedAt) >= TRIM_MS || bytes > options.maxBytes) await trim();
  }

  async function trim() {
    trimmedAt = clock.now();
    bytes = await trimShelf(options).catch((error: unknown) => {
      problem = error instanceof Error ? error.message : String(error);
      return bytes;
    });
  }

  const flush = () => (writing = writing.then(writeAll));
  const stopTimer = clock.every(FLUSH_MS, () => void flush()); // never rejects: failures are kept in `problem`

  return {
    append(series, line) {
      counts.lines++;
      if (closed || counts.waiting + line.length > MAX_WAITING) {
        counts.lost++;
        return;
      }
      counts.waiting += line.length + 1;
      let file = files.get(series);
      if (file === undefined) files.set(series, (file = createShelfFile(options.directory, series)));
      file.append(line);
    },
    flush,
    health: () => ({ bytes, lines: counts.lines, lost: counts.lost, problem }),
    async close() {
      closed = true;
      stopTimer();
      await flush();
      for (const file of files.values()) counts.lost += file.giveUp();
    },
  };
}
