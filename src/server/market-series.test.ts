import { expect, test } from "vitest";
import type { CandleEvent } from "#core/events.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { PastHub } from "#pipeline/past/hub-at.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { marketSeries } from "./market-series.ts";

const bar = (id: string, takerBuyVolume: number | undefined): CandleEvent => ({
  kind: "candle",
  instrument: id as CandleEvent["instrument"],
  price: "last",
  openTime: asMs(0),
  intervalMs: HOUR_MS,
  open: 10,
  high: 10,
  low: 10,
  close: 10,
  volume: 100,
  ...(takerBuyVolume !== undefined && { takerBuyVolume }),
  closed: true,
});
const BARS = new Map([
  ["binance:BTCUSDT", bar("binance:BTCUSDT", 70)],
  ["bybit:BTCUSDT", bar("bybit:BTCUSDT", undefined)],
]);
const view = (id: string, exchangeLabel: string): MarketView =>
  ({ id, exchangeLabel, symbol: "BTCUSDT", contract: "linear", members: null, openInterestHoles: [] }) as unknown as MarketView;
const VIEWS = [view("binance:BTCUSDT", "Binance"), view("bybit:BTCUSDT", "Bybit")];
const HUB = {
  market: (id: string) => VIEWS.find((market) => market.id === id),
  candles: (id: string) => Promise.resolve([BARS.get(id)]),
  samples: () => Promise.resolve([]),
  realised: () => Promise.resolve([]),
} as unknown as PastHub;

test("taker flow is that of the exchanges that publish it, and who is not in it is said", async () => {
  const all = { members: VIEWS.map(({ id }) => ({ market: id })) } as unknown as MarketView;
  const { takerDeltaUsd, takerBuyUsd, volumeUsd, takerSides } = await marketSeries(HUB, all, { intervalMs: HOUR_MS, from: asMs(0), count: 2 });
  expect(takerDeltaUsd).toEqual([400, null]);
  expect([takerBuyUsd, volumeUsd]).toEqual([
    [null, null],
    [2_000, null],
  ]);
  expect(takerSides).toEqual({ of: ["Binance BTCUSDT"], without: ["Bybit BTCUSDT"] });
});

test("open interest is told of each member, where the sum knows nothing because one keeps none", async () => {
  const all = { members: VIEWS.map(({ id }) => ({ market: id })) } as unknown as MarketView;
  const samples = (id: string, { kind }: { kind: string }) =>
    Promise.resolve(kind === "open-interest" && id === "binance:BTCUSDT" ? [{ openTime: asMs(0), open: 3, high: 3, low: 3, close: 3.04 }] : []);
  const hub = { ...HUB, samples } as unknown as PastHub;
  const range = { intervalMs: HOUR_MS, from: asMs(0), count: 1 };
  const { openInterestUsd, openInterestParts } = await marketSeries(hub, all, range);
  expect(openInterestUsd).toEqual([null]);
  expect(openInterestParts).toEqual([
    { of: "Binance BTCUSDT", exchange: "Binance", values: [30] },
    { of: "Bybit BTCUSDT", exchange: "Bybit", values: [null] },
  ]);
  expect((await marketSeries(hub, VIEWS[0], range)).openInterestParts).toEqual([]);
});

test("what printed on both sides of a price of 1 within a bar is counted whole: no cell of rows reaches over it", async () => {
  const cells = [
    { column: 1, cell: -1, longUsd: 30, shortUsd: 1, prints: 2 },
    { column: 1, cell: 0, longUsd: 12, shortUsd: 4, prints: 3 },
  ];
  const hub = { ...HUB, realised: () => Promise.resolve(cells) } as unknown as PastHub;
  const { longUsd, shortUsd } = await marketSeries(hub, VIEWS[0], { intervalMs: HOUR_MS, from: asMs(0), count: 2 });
  expect([longUsd, shortUsd]).toEqual([
    [0, 42],
    [0, 5],
  ]);
});

const MINUTE_BARS = { intervalMs: MINUTE_MS, from: asMs(100 * MINUTE_MS), count: 14 };
const minutely = (sampledAt: readonly number[], openInterestHoles: readonly { from: number; to: number }[]) => {
  const market = { ...VIEWS[0], openInterestHoles } as unknown as MarketView;
  const sampleOf = (minute: number) => ({ openTime: asMs(minute * MINUTE_MS), open: minute, high: minute, low: minute, close: minute });
  const hub = {
    ...HUB,
    candles: () => Promise.resolve(Array.from({ length: 14 }, (_, i) => ({ ...bar("binance:BTCUSDT", 1), openTime: asMs((100 + i) * MINUTE_MS), close: 1 }))),
    samples: (_id: string, { kind }: { kind: string }, range: { from: number }) => {
      if (kind !== "open-interest") return Promise.resolve([]);
      return Promise.resolve(sampledAt.map(sampleOf).filter(({ openTime }) => openTime >= range.from));
    },
  } as unknown as PastHub;
  return marketSeries(hub, market, MINUTE_BARS).then(({ openInterestUsd }) => openInterestUsd);
};

test("open interest stands between two samples, also from before the first bar on", async () => {
  expect(await minutely([97, 102, 107], [])).toEqual([97, 97, 102, 102, 102, 102, 102, 107, 107, 107, 107, 107, 107, 107]);
});

test("where no open interest was told it is not known, but for five minutes from a sample that was fetched for the hole", async () => {
  const hole = { from: 101 * MINUTE_MS + 5_001, to: 112 * MINUTE_MS + 30_000 };
  const broken = [100, 101, null, null, null, null, null, null, null, null, null, null, 112, 112];
  expect(await minutely([100, 101, 112], [hole])).toEqual(broken);
  expect(await minutely([100, 101, 105, 112], [hole])).toEqual([100, 101, null, null, null, 105, 105, 105, 105, 105, null, null, 112, 112]);
});

test("a silence that lasts is a hole as far as now", async () => {
  const hole = { from: 108 * MINUTE_MS + 5_001, to: 113 * MINUTE_MS + 10_000 };
  expect((await minutely([100, 108], [hole])).slice(8)).toEqual([108, null, null, null, null, null]);
});
