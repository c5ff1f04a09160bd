import { rowOf } from "#core/price-rows.ts";
import { cumulativeFromMark } from "#insight/cumulative.ts";
import { type CellSide, summedCells } from "#insight/order-book/depth-side.ts";
import type { OrderBookMessage, OrderVenueMessage } from "#wire/order-book.ts";
import type { LevelProfile } from "./level-profile.ts";
import type { Projection } from "./sight.ts";
import { bandsInPane } from "./strip-bands.ts";

export type OrderWall = OrderBookMessage["walls"][number];
export type OrderRefill = OrderBookMessage["refills"][number];
export type OrderFlicker = OrderBookMessage["flickers"][number];
export type OrderPrint = OrderBookMessage["prints"][number];

/** One row of the ladder, on the very pixels of a row of the map; several where rows are too thin to be told apart. */
export interface LadderRow {
  /** Device pixels. */
  readonly top: number;
  readonly height: number;
  /** Price rows, [fromRow, toRow). */
  readonly fromRow: number;
  readonly toRow: number;
  readonly bidsUsd: number;
  readonly asksUsd: number;
  readonly walls: readonly OrderWall[];
  readonly refills: readonly OrderRefill[];
  readonly flickers: readonly OrderFlicker[];
  readonly prints: readonly OrderPrint[];
}

export const isLive = ({ state }: OrderVenueMessage): boolean => state === "live";

export interface LadderAsked {
  readonly projection: Projection;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** Device pixels. */
  readonly paneHeight: number;
}

/** The live venues of an order book added up, as what the level strip draws: bids where longs would stand, asks where shorts. */
export function profileOfOrders({ venues, rowsPerCell }: OrderBookMessage): LevelProfile | undefined {
  const live = venues.filter(isLive);
  const bids = summedCells(live.map((venue) => venue.bids));
  const asks = summedCells(live.map((venue) => venue.asks));
  const mark = middleOf(live[0]);
  if (mark === undefined || bids.usd.length === 0 || asks.usd.length === 0) return undefined;
  const firstCell = Math.min(bids.firstCell, asks.firstCell);
  const end = Math.max(bids.firstCell + bids.usd.length, asks.firstCell + asks.usd.length);
  const spread = ({ firstCell: from, usd }: CellSide) => Float64Array.from({ length: end - firstCell }, (_, at) => usd[firstCell + at - from] ?? 0);
  const [longUsd, shortUsd] = [spread(bids), spread(asks)];
  const markCell = Math.floor(rowOf(mark) / rowsPerCell);
  const { longUsd: cumulativeLongUsd, shortUsd: cumulativeShortUsd } = cumulativeFromMark({ longUsd, shortUsd, markCell: markCell - firstCell });
  return { mark, rowsPerCell, firstCell, markCell, longUsd, shortUsd, cumulativeLongUsd, cumulativeShortUsd };
}

/** Between the best bid and the best ask. */
export function middleOf(venue: OrderVenueMessage | undefined): number | undefined {
  const { bestBid = null, bestAsk = null } = venue ?? {};
  return bestBid === null || bestAsk === null ? undefined : (bestBid + bestAsk) / 2;
}

/** The rows of the ladder within the pane, lowest price first, each with what was seen in it. */
export function ladderRowsInPane(book: OrderBookMessage, profile: LevelProfile, asked: LadderAsked): readonly LadderRow[] {
  return bandsInPane({ profile, ...asked }).map(({ top, height, fromRow, toRow, longUsd, shortUsd }) => ({
    top,
    height,
    fromRow,
    toRow,
    bidsUsd: longUsd,
    asksUsd: shortUsd,
    walls: within(book.walls, fromRow, toRow),
    refills: within(book.refills, fromRow, toRow),
    flickers: within(book.flickers, fromRow, toRow),
    prints: book.prints.filter(({ price }) => isWithin(price, fromRow, toRow)),
  }));
}

const within = <Seen extends { readonly low: number; readonly high: number }>(seen: readonly Seen[], fromRow: number, toRow: number): readonly Seen[] =>
  seen.filter(({ low, high }) => isWithin(Math.sqrt(low * high), fromRow, toRow));

const isWithin = (price: number, fromRow: number, toRow: number): boolean => {
  const row = rowOf(price);
  return row >= fromRow && row < toRow;
};

/** What one venue shows in price rows [fromRow, toRow), USD. */
export function usdOfVenue({ bids, asks }: OrderVenueMessage, { fromRow, toRow }: Pick<LadderRow, "fromRow" | "toRow">, rowsPerCell: number): number {
  let usd = 0;
  for (let cell = Math.floor(fromRow / rowsPerCell); cell * rowsPerCell < toRow; cell++)
    usd += (bids.usd[cell - bids.firstCell] ?? 0) + (asks.usd[cell - asks.firstCell] ?? 0);
  return usd;
}
