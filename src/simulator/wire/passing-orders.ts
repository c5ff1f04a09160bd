import type { Random } from "#simulator/market/random.ts";

/** The order at a price becomes what is usual there and so many lots more. */
export interface PassingOrder {
  readonly tick: number;
  readonly extraLots: number;
}

/** Orders far from the price that come and go: now and then a wall that stays for minutes, and at times one that is there and gone every few seconds. */
export interface PassingOrders {
  /** Lots of a wall. */
  wall(): number;
  /** What happens in a tenth of a second. `tickAt`: the quoted tick at a share of the way out. */
  next(tickAt: (share: number) => number): readonly PassingOrder[];
}

/** Chances in a tenth of a second. */
const CHANGES = 0.3;
const TURNS = 0.04;
const BEGINS = 0.0004;
const ENDS = 0.0015;
/** Of the changes, those to a wall. */
const WALLS = 0.005;
/** A wall in usual rows, which hold two to three times what is counted as one here. */
const LEAST_WALL = 10;
const MOST_WALL = 22;

/** `rowLots`: the mean size of a tick at the touch times the ticks in a price row. */
export function createPassingOrders(random: Random, rowLots: number): PassingOrders {
  const wall = (): number => Math.round(rowLots * random.between(LEAST_WALL, MOST_WALL));
  let blinking: { readonly tick: number; readonly isThere: boolean; readonly extraLots: number } | undefined;

  return {
    wall,
    next(tickAt) {
      const orders: PassingOrder[] = [];
      if (random.chance(CHANGES)) orders.push({ tick: tickAt(random.uniform()), extraLots: random.chance(WALLS) ? wall() : 0 });
      if (blinking === undefined) {
        if (random.chance(BEGINS)) blinking = { tick: tickAt(random.uniform() / 2), isThere: false, extraLots: wall() };
      } else if (random.chance(ENDS)) {
        orders.push({ tick: blinking.tick, extraLots: 0 });
        blinking = undefined;
      } else if (random.chance(TURNS)) {
        blinking = { ...blinking, isThere: !blinking.isThere };
        orders.push({ tick: blinking.tick, extraLots: blinking.isThere ? blinking.extraLots : 0 });
      }
      return orders;
    },
  };
}
