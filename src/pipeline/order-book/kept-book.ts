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

interface Level {
  size: number;
  readonly row: number;
}

interface Levels {
  readonly byPrice: Map<number, Level>;
  /** A snapshot in place of what is in `byPrice`, until somebody looks or a change comes: many are replaced by the next one before. */
  snapshot: BookEvent["bids"] | undefined;
  /** Price of the snapshot's furthest level. */
  edge: number | undefined;
  /** Of all prices; undefined when they have changed since. */
  ends: Ends | undefined;
}

interface Ends {
  readonly best: number;
  readonly furthest: number;
}

export function createKeptBook(contract: ContractKind, updates: BookUpdates): KeptBook {
  const sides: Readonly<Record<BookSide, Levels>> = { bids: emptyLevels(), asks: emptyLevels() };

  function takeSide(name: BookSide, event: BookEvent): void {
    const side = sides[name];
    if (event.snapshot) side.snapshot = event[name];
    else putAll(readyLevels(name, side), event[name]);
    side.ends = undefined;
    if (side.byPrice.size > MOST_LEVELS) letGoFurthest(name, side);
  }

  function endsOf(name: BookSide): Ends | undefined {
    const side = readyLevels(name, sides[name]);
    return (side.ends ??= endsOfPrices(name, side.byPrice.keys()));
  }

  return {
    take(event) {
      takeSide("bids", event);
      takeSide("asks", event);
    },
    best() {
      const [bids, asks] = [endsOf("bids"), endsOf("asks")];
      return bids === undefined || asks === undefined ? undefined : { bid: bids.best, ask: asks.best };
    },
    side(name) {
      const ends = endsOf(name);
      const edge = updates === "window" ? ends?.furthest : sides[name].edge;
      if (ends === undefined || edge === undefined) return { firstRow: 0, usd: new Float64Array(0), wholeFrom: 0, wholeTo: 0 };
      return rowsNear(sides[name], { name, contract, bestRow: rowOf(ends.best), edgeRow: rowOf(edge) });
    },
  };
}

const emptyLevels = (): Levels => ({ byPrice: new Map(), snapshot: undefined, edge: undefined, ends: undefined });

/** The same with its snapshot taken in. */
function readyLevels(name: BookSide, side: Levels): Levels {
  if (side.snapshot === undefined) return side;
  side.byPrice.clear();
  putAll(side, side.snapshot);
  side.snapshot = undefined;
  side.edge = endsOfPrices(name, side.byPrice.keys())?.furthest;
  return side;
}

/** Books change hundreds of times a second and are looked at once: rows are summed when somebody looks. */
function putAll({ byPrice }: Levels, levels: BookEvent["bids"]): void {
  for (const [price, size] of levels) {
    const level = size === 0 ? undefined : byPrice.get(price);
    if (level) level.size = size;
    else if (size === 0) byPrice.delete(price);
    else byPrice.set(price, { size, row: rowOf(price) });
  }
}

function letGoFurthest(name: BookSide, { byPrice }: Levels): void {
  const outward = [...byPrice.keys()].sort((a, b) => (name === "bids" ? b - a : a - b));
  for (const price of outward.slice(KEPT_LEVELS)) byPrice.delete(price);
}

interface Near {
  readonly name: BookSide;
  readonly contract: ContractKind;
  readonly bestRow: number;
  readonly edgeRow: number;
}

function rowsNear({ byPrice }: Levels, { name, contract, bestRow, edgeRow }: Near): KeptSide {
  const low = name === "bids" ? bestRow - REACH_ROWS : bestRow;
  const within = new Float64Array(REACH_ROWS + 1);
  let first = bestRow;
  let last = bestRow;
  for (const [price, { size, row }] of byPrice) {
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

/** Best and furthest price of a side: a plain loop, a book has more levels than a call may have arguments. Undefined where there is none. */
function endsOfPrices(name: BookSide, prices: Iterable<number>): Ends | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const price of prices) {
    if (price < low) low = price;
    if (price > high) high = price;
  }
  if (low === Infinity) return undefined;
  return name === "bids" ? { best: high, furthest: low } : { best: low, furthest: high };
}
