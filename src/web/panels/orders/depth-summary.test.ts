import { expect, test } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import type { OrderVenueMessage } from "#wire/order-book.ts";
import { wholeBook } from "#web/panels/whole-book.ts";
import { depthSummary, nearestRows } from "./depth-summary.ts";

const PRICE = 50_000;
const ROW = rowOf(PRICE);

/** A venue with so many rows of `usd` on either side. */
function venueOf({ usd = 100, rows = 30, state = "live" }: { usd?: number; rows?: number; state?: OrderVenueMessage["state"] } = {}): OrderVenueMessage {
  const even = Array.from({ length: rows }, () => usd);
  return {
    market: "a:B",
    label: "A B",
    state,
    asOf: 1,
    bestBid: PRICE - 1,
    bestAsk: PRICE + 1,
    observed: { low: PRICE * (1 - rows * 0.0002), high: PRICE * (1 + rows * 0.0002) },
    bids: { firstCell: ROW - rows + 1, usd: even },
    asks: { firstCell: ROW, usd: even },
  };
}

const bookOf = (...venues: OrderVenueMessage[]) => {
  const whole = wholeBook({ venues });
  if (whole === undefined) throw new Error("no venue is live");
  return whole;
};

test("venues that are not live have no part in it; without any there is nothing", () => {
  const whole = bookOf(venueOf(), venueOf({ usd: 900, state: "crossed" }));
  expect(nearestRows(whole, { rowsPerCell: 1, count: 2 }).map(({ side, usd }) => [side, usd])).toEqual([
    ["asks", 100],
    ["asks", 100],
    ["bids", 100],
    ["bids", 100],
  ]);
  expect(wholeBook({ venues: [venueOf({ state: "stale" }), venueOf({ state: "none" })] })).toBeUndefined();
});

test("rows stand highest first, and end where nothing is seen any more", () => {
  const cells = nearestRows(bookOf(venueOf({ rows: 3 })), { rowsPerCell: 1, count: 5 }).map(({ cell }) => cell - ROW);
  expect(cells).toEqual([2, 1, 0, 0, -1, -2]);
});

test("sums say whether every live venue sees as far", () => {
  const depths = depthSummary(bookOf(venueOf({ rows: 60 }), venueOf({ rows: 30 })), 1);
  expect(depths.map(({ within, bids, asks }) => [within, bids.seen, asks.seen])).toEqual([
    [0.001, "whole", "whole"],
    [0.005, "whole", "whole"],
    [0.01, "in part", "in part"],
    [0.02, "in part", "in part"],
  ]);
  expect(depths.map(({ bids }) => bids.usd)).toEqual(depths.map(({ bids }) => bids.usd).toSorted((a, b) => a - b));
  expect(depths[3].bids.usd).toBe(90 * 100);
});
