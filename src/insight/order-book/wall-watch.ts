import { BOOK_SIDES, type BookSide, type DepthSide, usdAt } from "./depth-side.ts";
import { findWalls } from "./walls.ts";

/** A wall that was traded away and came back. */
export interface Refill {
  readonly side: BookSide;
  readonly row: number;
  /** What stood there before it was traded away. */
  readonly usd: number;
  /** When it was back, epoch ms, and how long it had been gone. */
  readonly time: number;
  readonly afterMs: number;
}

/** A row in which walls came and went again and again while hardly anything traded there. What was seen; why, nobody knows. */
export interface Flicker {
  readonly side: BookSide;
  readonly row: number;
  /** The largest of them. */
  readonly usd: number;
  /** How often one vanished, from `since` until `time` (epoch ms). */
  readonly times: number;
  readonly since: number;
  readonly time: number;
}

/** A look at an order book: rows that are not in a side are not known. */
export interface BookLook extends Readonly<Record<BookSide, DepthSide>> {
  readonly time: number;
}

/** Watches the walls of one order book come and go. Holds what it needs to, and nothing that is older than ten minutes. */
export interface WallWatch {
  /** `traded`: USD that takers traded with orders of that side and row since the last look. */
  observe(look: BookLook, traded: (side: BookSide, row: number) => number): void;
  /** What comes next does not continue what came before: a hole. */
  lose(): void;
  /** Newest first. */
  refills(): readonly Refill[];
  /** Newest first. */
  flickers(): readonly Flicker[];
}

/** A wall that is traded away and as good as back within this is refilled. */
export const REFILL_MS = 30_000;
/** Walls that vanish so often within so long, each having stood for no longer than that, flicker. */
export const FLICKER_TIMES = 3;
export const FLICKER_MS = 600_000;
const FLICKER_LIFE_MS = 120_000;
/** Gone is a wall that has lost this share of its size; traded away when trades account for half of that, vanished when for next to nothing. */
const GONE_SHARE = 0.6;
const EATEN_SHARE = 0.5;
const UNTRADED_SHARE = 0.1;
const BACK_SHARE = 0.7;
const KEPT_MS = 600_000;
const MOST_KEPT = 100;

interface Standing {
  /** At its largest. */
  usd: number;
  tradedUsd: number;
  readonly since: number;
}
interface Gone {
  readonly usd: number;
  readonly time: number;
}
interface WatchedSide {
  readonly standing: Map<number, Standing>;
  readonly eaten: Map<number, Gone>;
  readonly vanished: Map<number, Gone[]>;
}

export function createWallWatch(): WallWatch {
  const sides: Readonly<Record<BookSide, WatchedSide>> = { bids: emptySide(), asks: emptySide() };
  let refills: Refill[] = [];
  let now = 0;

  function observeSide(name: BookSide, look: BookLook, traded: (row: number) => number): void {
    const side = sides[name];
    forgetOld(side, look.time);
    const walls = new Map(findWalls(look[name]).map((wall) => [wall.row, wall]));
    for (const [row, wall] of side.standing) {
      const usd = usdAt(look[name], row);
      if (usd === undefined) side.standing.delete(row);
      else if (follow(wall, usd, traded(row)) === "gone") leave(side, row, { wall, lostUsd: wall.usd - usd, time: look.time });
    }
    for (const { row, usd } of walls.values()) {
      const before = side.eaten.get(row);
      if (before && usd >= BACK_SHARE * before.usd) {
        side.eaten.delete(row);
        refills.push({ side: name, row, usd: before.usd, time: look.time, afterMs: look.time - before.time });
      }
      if (!side.standing.has(row)) side.standing.set(row, { usd, tradedUsd: 0, since: look.time });
    }
  }

  return {
    observe(look, traded) {
      now = look.time;
      for (const name of BOOK_SIDES) observeSide(name, look, (row) => traded(name, row));
      refills = refills.filter(({ time }) => time > now - KEPT_MS).slice(-MOST_KEPT);
    },
    lose() {
      for (const { standing, eaten } of Object.values(sides)) {
        standing.clear();
        eaten.clear();
      }
    },
    refills: () => refills.toReversed(),
    flickers: () => BOOK_SIDES.flatMap((side) => flickersOf(side, sides[side])).sort((a, b) => b.time - a.time),
  };
}

const emptySide = (): WatchedSide => ({ standing: new Map(), eaten: new Map(), vanished: new Map() });

function follow(wall: Standing, usd: number, tradedUsd: number): "stands" | "gone" {
  wall.tradedUsd += tradedUsd;
  if (usd >= wall.usd) Object.assign(wall, { usd, tradedUsd: 0 });
  return usd <= (1 - GONE_SHARE) * wall.usd ? "gone" : "stands";
}

interface Leaving {
  readonly wall: Standing;
  readonly lostUsd: number;
  readonly time: number;
}

function leave(side: WatchedSide, row: number, { wall, lostUsd, time }: Leaving): void {
  side.standing.delete(row);
  const gone = { usd: wall.usd, time };
  if (wall.tradedUsd >= EATEN_SHARE * lostUsd) side.eaten.set(row, gone);
  else if (wall.tradedUsd <= UNTRADED_SHARE * lostUsd && time - wall.since <= FLICKER_LIFE_MS)
    side.vanished.set(row, [...(side.vanished.get(row) ?? []).slice(-MOST_KEPT), gone]);
}

function forgetOld({ eaten, vanished }: WatchedSide, now: number): void {
  for (const [row, { time }] of eaten) if (time < now - REFILL_MS) eaten.delete(row);
  for (const [row, times] of vanished) {
    const kept = times.filter(({ time }) => time >= now - FLICKER_MS);
    if (kept.length === 0) vanished.delete(row);
    else if (kept.length < times.length) vanished.set(row, kept);
  }
}

function flickersOf(side: BookSide, { vanished }: WatchedSide): readonly Flicker[] {
  return [...vanished].flatMap(([row, times]) => {
    const first = times[0];
    const last = times.at(-1);
    if (times.length < FLICKER_TIMES || !first || !last) return [];
    return { side, row, usd: Math.max(...times.map(({ usd }) => usd)), times: times.length, since: first.time, time: last.time };
  });
}
