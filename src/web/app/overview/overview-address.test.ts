import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "#web/app/view/view.ts";
import { parseAddress } from "#web/app/view/view-address.ts";
import { addressOfMap, addressOfOverview, parseOverview } from "./overview-address.ts";

const IDS = ["coin", "open-interest"];
const SEARCH = (address: string) => new URL(address, "http://page").search;

test("the overview keeps what is chosen in it, and the map's view beside it", () => {
  const view = { ...DEFAULT_VIEW, market: "all:BTC", window: "4h", at: Date.UTC(2026, 0, 2, 3, 4) } as const;
  const choice = { sort: { id: "open-interest", descending: false }, find: "do g&e" };
  const address = addressOfOverview(view, choice);
  expect(address).toMatch(/^\/overview\?market=all:BTC&/);
  expect(parseOverview(SEARCH(address), IDS)).toEqual(choice);
  expect(parseAddress(SEARCH(address))).toEqual(view);
});

test("with nothing chosen it is the bare page", () => expect(addressOfOverview(DEFAULT_VIEW)).toBe("/overview"));

test.each(["?sort=nothing.up", "?sort=coin", "?sort=coin.sideways", ""])("%s sorts by nothing", (search) =>
  expect(parseOverview(search, IDS).sort).toBeUndefined(),
);

test("a row leads to its market, in the window and at the instant that were looked at", () => {
  const view = { ...DEFAULT_VIEW, market: "all:BTC", window: "7d" } as const;
  expect(addressOfMap(view, "all:ETH")).toBe("/?market=all:ETH&window=7d");
  expect(addressOfMap(DEFAULT_VIEW)).toBe("/");
});
