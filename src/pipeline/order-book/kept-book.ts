import type { BookEvent } from "#core/events.ts";
import { type ContractKind, notionalUsd } from "#core/instrument.ts";
import { rowOf, rowsOfRatio } from "#core/price-rows.ts";
import type { BookSide, DepthSide } from "#insight/order-book/depth-side.ts";

/** One side with the rows in which every order is known: [wholeFrom, wholeTo). Further out it is seen in part, or not at all. */
export interface KeptSide extends DepthSide {
  readonly wholeFrom: number;
  readonly wholeTo: number;
}

/** The current order book of one market, by price and by row. Bounded: the levels furthest out are let go. */
export interface KeptBook {
  take(event: BookEvent): void;
  /** Best prices; undefined while a side is empty. */
  best(): { readonly bid: number; readonly ask: number } | undefined;
  /** What rests within reach of the best price. */
  side(side: BookSide): KeptSide;
}

/** `window`: the exchange keeps its best levels in step, what is in it is the whole of it. `everywhere`: changes of any level are told, the whole is known as far as the snapshot went. */
export type BookUpdates = "window" | "everywhere";

const MOST_LEVELS = 10_000;
/** Of {@link MOST_LEVELS}, those nearest to the price that stay when there are too many. */
const KEPT_LEVELS = 5_000;
/** Rows on either side of the price: 10 %. */
const REACH_ROWS = Math.ceil(rowsOfRatio(1.1));

interface Levels {
  readonly sizes: Map<number, number>;
  /** Price of the snapshot's furthest level. */
  edge: number | undefined;
}

export function createKeptBook(contract: ContractKind, updates: BookUpdates): KeptBook {
  const sides: Readonly<Record<BookSide, Levels>> = { bids: emptyLevels(), asks: emptyLevels() };

  /** Books change hundreds of times a second and are looked at once: rows are summed when somebody looks. */
  function put({ sizes }: Levels, price: number, size: number): void {
    if (size === 0) sizes.delete(price);
    else sizes.set(price, size);
  }

  function takeSide(name: BookSide, { snapshot, ...event }: BookEvent): void {
    const side = sides[name];
    if (snapshot) side.sizes.clear();
    for (const [price, size] of event[name]) put(side, price, size);
    if (snapshot) side.edge = furthest(name, side.sizes.keys());
    if (side.sizes.size > MOST_LEVELS) {
      const outward = [...side.sizes.keys()].sort((a, b) => (name === "bids" ? b - a : a - b));
      for (const price of outward.slice(KEPT_LEVELS)) put(side, price, 0);
    }
  }

  const bestOf = (name: BookSide): number | undefined => nearest(name, sides[name].sizes.keys());

  return {
    take(event) {
      takeSide("bids", event);
      takeSide("asks", event);
    },
    best() {
      const [bid, ask] = [bestOf("bids"), bestOf("asks")];
      return bid === undefined || ask === undefined ? undefined : { bid, ask };
    },
    side(name) {
      const best = bestOf(name);
      const edge = updates === "window" ? furthest(name, sides[name].sizes.keys()) : sides[name].edge;
      if (best === undefined || edge === undefined) return { firstRow: 0, usd: new Float64Array(0), wholeFrom: 0, wholeTo: 0 };
      return rowsNear(sides[name], { name, contract, bestRow: rowOf(best), edgeRow: rowOf(edge) });
    },
  };
}

const emptyLevels = (): Levels => ({ sizes: new Map(), edge: undefined });

interface Near {
  readonly name: BookSide;
  readonly contract: ContractKind;
  readonly bestRow: number;
  readonly edgeRow: number;
}

function rowsNear({ sizes }: Levels, { name, contract, bestRow, edgeRow }: Near): KeptSide {
  const low = name === "bids" ? bestRow - REACH_ROWS : bestRow;
  const within = new Float64Array(REACH_ROWS + 1);
  let first = bestRow;
  let last = bestRow;
  for (const [price, size] of sizes) {
    const row = rowOf(price);
    if (row < low || row > low + REACH_ROWS) continue;
    within[row - low] += notionalUsd(contract, size, price);
    if (row < first) first = row;
    if (row > last) last = row;
  }
  const usd = within.subarray(first - low, last - low + 1);
  // The furthest row is cut by the edge.
  return name === "bids"
    ? { firstRow: first, usd, wholeFrom: edgeRow + 1, wholeTo: bestRow + 1 }
    : { firstRow: first, usd, wholeFrom: bestRow, wholeTo: edgeRow };
}

/** Best price of a side: plain loops, a book has more levels than a call may have arguments. */
function nearest(name: BookSide, prices: Iterable<number>): number | undefined {
  let best: number | undefined;
  for (const price of prices) if (best === undefined || (name === "bids" ? price > best : price < best)) best = price;
  return best;
}

const furthest = (name: BookSide, prices: Iterable<number>): number | undefined => nearest(name === "bids" ? "asks" : "bids", prices);
