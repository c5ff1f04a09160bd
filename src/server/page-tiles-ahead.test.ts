import { expect, it } from "vitest";
import { asMs, DAY_MS } from "#core/units.ts";
import { type ShownMarket, makeTilesAhead } from "./page-tiles-ahead.ts";

const NOW = asMs(1.7e12);
const LONG_AGO = NOW - 300 * DAY_MS;
const btc: ShownMarket = { id: "all:BTC", mark: 60_000, firstTime: LONG_AGO, lastTime: NOW, finestLevel: 0 };
const eth: ShownMarket = { id: "all:ETH", mark: 3_000, firstTime: LONG_AGO, lastTime: NOW, finestLevel: 1 };
const fresh: ShownMarket = { id: "okx:NEW", mark: null, firstTime: null, lastTime: null, finestLevel: 0 };

function askedBy(query: unknown): string[] {
  const asked: string[] = [];
  makeTilesAhead(
    {
      markets: () => [btc, eth],
      market: (id) => [btc, eth, fresh].find((market) => market.id === id),
      tile(id, { layer, level, x }) {
        asked.push([id, layer, level, x].join(" "));
        return Promise.reject(new Error("the store is closed"));
      },
    },
    query,
  );
  return [...new Set(asked)];
}

it("asks for the tiles of the window in the address, newest first, whatever becomes of them", () => {
  const newest = Math.floor(NOW / (DAY_MS / 2) / 256);
  expect(askedBy({ market: "all:BTC", window: "1y" })).toEqual([0, 1, 2, 3].map((back) => `all:BTC modelled 4 ${newest - back}`));
});

it("takes a page that names no market for one of the first", () => {
  expect(askedBy({ window: "30d" })).toEqual(askedBy({ market: "all:BTC", window: "30d" }));
  expect(askedBy({ window: "30d" })[0]).toMatch(/^all:BTC modelled 3 /);
});

it("leaves short windows to the page", () => {
  expect(askedBy({})).toEqual([]);
  expect(askedBy({ market: "all:BTC", window: "7d" })).toEqual([]);
  expect(askedBy({ market: "all:BTC", window: "of my own" })).toEqual([]);
});

it("asks for nothing where nothing is known to be shown", () => {
  expect(askedBy({ market: "binance:NONE", window: "1y" })).toEqual([]);
  expect(askedBy({ market: "okx:NEW", window: "1y" })).toEqual([]);
  expect(askedBy({ market: ["all:BTC", "all:ETH"], window: "1y" })).toEqual([]);
  expect(askedBy({ market: "all:BTC", window: "1y", at: "2026-01-31T18:00Z" })).toEqual([]);
  expect(askedBy({ market: "all:BTC", window: "1y", sight: "a part of it" })).toEqual([]);
});
