import type { BookEvent } from "#core/events.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";

/** Notices a book that stands still while its instrument trades: every trade takes from the best price, so a book that it leaves as it was is not the book. */
export interface BookWatch {
  told(event: BookEvent): void;
  traded(count: number): void;
  /** The line broke: what comes next is another picture. */
  broke(): void;
}

export interface BookWatchOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  /** Asks for the topic anew. */
  readonly askAnew: () => void;
}

/** Books come several times a second, and trades in bursts that one change of the book answers. */
const STILL_MS = 15_000;
const LEAST_TRADES = 20;
const BETWEEN_REQUESTS_MS = 60_000;
/** Of each side. */
const LEVELS_COMPARED = 5;

export function createBookWatch({ monitor, clock, askAnew }: BookWatchOptions): BookWatch {
  let isThere = false;
  /** When the first trade since the last change came, and how many. */
  let tradedAt: number | undefined;
  let trades = 0;
  let picture: string | undefined;
  let isStill = false;
  let nextRequestAt = -Infinity;

  /** An update of nothing keeps a stream alive. */
  function isChange(event: BookEvent): boolean {
    if (!event.snapshot && event.bids.length + event.asks.length === 0) return false;
    const shown = event.snapshot ? pictureOf(event) : undefined;
    const isSame = shown !== undefined && shown === picture;
    picture = shown;
    return !isSame;
  }

  return {
    told(event) {
      if (!isChange(event)) return;
      if (isStill) monitor.failed("the book moves again");
      isThere = true;
      forget();
      isStill = false;
    },
    traded(count) {
      if (!isThere) return;
      tradedAt ??= clock.now();
      trades += count;
      if (trades < LEAST_TRADES || clock.now() - tradedAt < STILL_MS) return;
      if (!isStill) monitor.gap(`the book stands still since ${new Date(tradedAt).toISOString()} though ${trades} trades were made, asking for it anew`);
      isStill = true;
      if (clock.now() < nextRequestAt) return;
      nextRequestAt = clock.now() + BETWEEN_REQUESTS_MS;
      askAnew();
    },
    broke() {
      isThere = false;
      forget();
    },
  };

  function forget(): void {
    tradedAt = undefined;
    trades = 0;
  }
}

const pictureOf = ({ bids, asks }: BookEvent): string => JSON.stringify([bids.slice(0, LEVELS_COMPARED), asks.slice(0, LEVELS_COMPARED)]);
