import { describe, expect, it } from "vitest";
import { priceAt } from "#core/price-rows.ts";
import type { OrderBookMessage, OrderVenueMessage } from "#wire/order-book.ts";
import { ladderRowsInPane, profileOfOrders, usdOfVenue } from "./ladder-rows.ts";
import { type Projection, tileBox } from "./sight.ts";
import { TILE_CELLS } from "#core/heat-tile.ts";

const ROWS_PER_CELL = 5;
const MARK_CELL = 10 * TILE_CELLS;
const priceOf = (cell: number) => priceAt((MARK_CELL + cell + 0.5) * ROWS_PER_CELL);

const VENUE: OrderVenueMessage = {
  market: "a:B",
  label: "A",
  state: "live",
  asOf: 1,
  bestBid: priceOf(-0.1),
  bestAsk: priceOf(0.1),
  observed: { low: priceOf(-3), high: priceOf(3) },
  bids: { firstCell: MARK_CELL - 2, usd: [4, 2, 1] },
  asks: { firstCell: MARK_CELL, usd: [8, 16, 32] },
};
const edges = (cell: number) => ({ low: priceAt((MARK_CELL + cell) * ROWS_PER_CELL + 2), high: priceAt((MARK_CELL + cell) * ROWS_PER_CELL + 3) });
const BOOK: OrderBookMessage = {
  market: "a:B",
  time: 1,
  rowsPerCell: ROWS_PER_CELL,
  watchedSince: 0,
  venues: [VENUE, { ...VENUE, market: "c:B", label: "C", bids: { firstCell: MARK_CELL - 3, usd: [64] } }, { ...VENUE, state: "crossed" }],
  walls: [{ market: "a:B", side: "bids", usd: 4, times: 5, ...edges(-2) }],
  refills: [],
  flickers: [{ market: "a:B", side: "asks", usd: 9, times: 3, since: 0, time: 1, cluster: null, ...edges(1) }],
  prints: [{ market: "a:B", time: 1, price: priceOf(2), usd: 7, takerSide: "buy" }],
};

const projection: Projection = { xOfColumn: (column) => column, yOfRow: (row) => 300.4 - (row / ROWS_PER_CELL - MARK_CELL) * 7.3 };

function rowsOf(book: OrderBookMessage) {
  const profile = profileOfOrders(book);
  return profile ? ladderRowsInPane(book, profile, { projection, ratio: 1.5, paneHeight: 900 }) : [];
}

describe("the rows of the ladder", () => {
  it("are those of the map: they end where its tiles end, without gaps", () => {
    const rows = rowsOf(BOOK);
    const tile = tileBox({ x: 0, y: 10 }, { projection, rowsPerCell: ROWS_PER_CELL, ratio: { x: 1.5, y: 1.5 } });
    const first = rows.find(({ fromRow }) => fromRow === MARK_CELL * ROWS_PER_CELL);
    expect(first && first.top + first.height).toBe(tile && tile.y + tile.height);
    for (let i = 1; i < rows.length; i++) expect(rows[i].top + rows[i].height).toBe(rows[i - 1].top);
  });

  it("add up the venues that are live, and no others", () => {
    expect(rowsOf(BOOK).map(({ bidsUsd, asksUsd }) => [bidsUsd, asksUsd])).toEqual([
      [64, 0],
      [4, 0],
      [2, 0],
      [1, 16],
      [0, 32],
      [0, 64],
    ]);
  });

  it("carry what was seen in them", () => {
    const seen = rowsOf(BOOK).map(({ walls, flickers, prints }) => [walls.length, flickers.length, prints.length].join(""));
    expect(seen).toEqual(["000", "100", "000", "000", "010", "001"]);
  });

  it("know what each venue shows in them", () => {
    const rows = rowsOf(BOOK);
    expect(rows.map((row) => BOOK.venues.slice(0, 2).map((venue) => usdOfVenue(venue, row, ROWS_PER_CELL)))).toEqual([
      [0, 64],
      [4, 0],
      [2, 0],
      [9, 8],
      [16, 16],
      [32, 32],
    ]);
  });

  it("are none while no venue is live", () => {
    expect(rowsOf({ ...BOOK, venues: BOOK.venues.slice(2) })).toEqual([]);
  });
});
