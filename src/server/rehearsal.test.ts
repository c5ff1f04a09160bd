import fastify from "fastify";
import { expect, it } from "vitest";
import { DAY_MS, asMs } from "#core/units.ts";
import type { ShownMarket } from "./page-tiles-ahead.ts";
import { addressesOf, rehearsePage } from "./rehearsal.ts";

const NOW = asMs(1.7e12);
const of = (days: number): ShownMarket => ({ id: "all:BTC", mark: 60_000, firstTime: NOW - days * DAY_MS, lastTime: NOW, finestLevel: 0 });
const windowsOf = (market: ShownMarket) => addressesOf(market).flatMap((url) => new URL(url, "http://here").searchParams.get("window") ?? []);

it("asks for the longest window of which there is more than half", () => {
  expect([400, 200, 100, 50, 20].map((days) => windowsOf(of(days)))).toEqual([["1y"], ["1y"], ["180d"], ["90d"], ["30d"]]);
});

it("asks for nothing where all windows are quick, or nothing is known", () => {
  expect(addressesOf(of(14))).toEqual([]);
  expect(addressesOf({ ...of(400), mark: null })).toEqual([]);
  expect(addressesOf({ ...of(400), firstTime: null, lastTime: null })).toEqual([]);
});

it("asks for the bars that the window is drawn with", () => {
  expect(addressesOf(of(400)).filter((url) => url.includes("candles"))).toEqual([
    `/v1/markets/all/BTC/candles?interval=12h&from=${NOW - 365 * DAY_MS}&to=${NOW}`,
  ]);
});

it("asks one by one, whatever is answered, until it is ended", async () => {
  const app = fastify();
  const stopping = new AbortController();
  const asked: string[] = [];
  app.get("*", async ({ url }) => {
    asked.push(url);
    if (asked.length === 3) stopping.abort();
    throw new Error("the store is closed");
  });
  await rehearsePage(app, of(400), stopping.signal);
  expect(asked).toEqual(addressesOf(of(400)).slice(0, 3));
});
