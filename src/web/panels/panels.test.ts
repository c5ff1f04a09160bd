import { Suspense, createElement } from "react";
import { prerender } from "react-dom/static";
import { describe, expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { AnyPanel, Loadable, Need, PanelNeeds } from "./panel.ts";
import { PanelFrame, type Standing } from "./panel-frame.tsx";
import { PANELS } from "./registry.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const MARK = 60_000;

const MARKET = {
  id: "all:BTC",
  exchange: "all",
  exchangeLabel: "All exchanges",
  symbol: "BTC",
  coin: "BTC",
  tickSize: 0.1,
  firstTime: NOW - 86_400_000,
  lastTime: NOW,
  liquidationFeed: { exchanges: ["a", "b"], sampling: "unknown" },
  members: [
    { market: "a:BTCUSDT", exchangeLabel: "Alpha", symbol: "BTCUSDT", basis: 0, openInterestUsd: 1e9, ready: true, lastTime: NOW },
    { market: "b:BTCUSDT", exchangeLabel: "Beta", symbol: "BTCUSDT", basis: 0, openInterestUsd: 1e9, ready: true, lastTime: NOW },
  ],
} as unknown as MarketMessage;

function bookWithWalls(): LevelsGrid {
  const rowsPerCell = 5;
  const firstCell = Math.floor(rowOf(MARK * 0.8) / rowsPerCell);
  const cellCount = Math.ceil(rowOf(MARK * 1.2) / rowsPerCell) - firstCell;
  const usd = new Float32Array(PLANE_COUNT * cellCount).fill(20_000);
  const put = (price: number, plane: number) => (usd[plane * cellCount + Math.floor(rowOf(price) / rowsPerCell) - firstCell] += 9_000_000);
  put(MARK * 0.97, planeOf(LONG, 3));
  put(MARK * 1.02, planeOf(SHORT, 2));
  return { layer: "modelled", time: NOW, mark: MARK, openInterestUsd: 2e9, rowsPerCell, firstCell, cellCount, usd };
}

const BINS = 4_000;
/** Something of everything that a panel can ask for: a new need has its line here before anything compiles. */
const THERE: PanelNeeds = {
  book: bookWithWalls(),
  markets: [MARKET],
  memberBooks: [
    { market: "a:BTCUSDT", label: "Alpha", grid: bookWithWalls() },
    { market: "b:BTCUSDT", label: "Beta", grid: bookWithWalls() },
  ],
  spread: {
    firstBin: Math.floor(rowOf(MARK * 0.6) / 10),
    rowsPerBin: 10,
    binCount: BINS,
    variance: [new Float64Array(BINS).fill(0.3), new Float64Array(BINS).fill(0.3)],
    lean: 0,
    positionUsd: 50_000,
  },
  usdPerMinute: 4_000_000,
  reach: { volatility: 0.004, dayVolatility: 0.03, horizons: [{ horizonMs: 3_600_000, moves: Float64Array.of(1, 2, 8), stretches: 40 }] },
  ages: [{ side: "long", price: MARK * 0.97, sinceMs: NOW - 5_400_000, mayBeOlder: false }],
  earlier: {
    sinceMs: NOW - 3_600_000,
    untilMs: NOW,
    book: bookWithWalls(),
    price: { before: MARK, now: MARK * 1.01 },
    traded: { low: MARK * 0.99, high: MARK * 1.02 },
    openInterestUsd: { before: 2e9, now: 2.1e9 },
  },
  overview: {
    source: "simulated",
    asOf: NOW,
    staleMs: 0,
    layer: "modelled",
    within: 0.05,
    intervalMs: 1_800_000,
    rows: [
      {
        market: "all:BTC",
        coin: "BTC",
        exchangeLabel: "All exchanges",
        tickSize: 0.1,
        asOf: NOW,
        mark: MARK,
        change24h: -0.012,
        openInterestUsd: 2e9,
        openInterestChange24h: 0.03,
        fundingRate: 0.0001,
        longUsd: 3e7,
        shortUsd: 1e7,
        below: { low: 58_100, high: 58_300, price: 58_200, distance: -0.03, usd: 9e6 },
        above: null,
        grade: "B",
        reliability: { grade: "B", score: 0.8, reasons: [] },
        thinBelowUsd: null,
        prices: [60_500, null, 60_100],
      },
    ],
  },
  orders: {
    market: "all:BTC",
    time: NOW,
    rowsPerCell: 1,
    watchedSince: NOW - 600_000,
    venues: [
      {
        market: "a:BTCUSDT",
        label: "Alpha BTCUSDT",
        state: "live",
        asOf: NOW,
        bestBid: MARK - 1,
        bestAsk: MARK + 1,
        observed: { low: MARK * 0.997, high: MARK * 1.003 },
        bids: { firstCell: rowOf(MARK) - 15, usd: Array.from({ length: 16 }, () => 200_000) },
        asks: { firstCell: rowOf(MARK), usd: Array.from({ length: 16 }, () => 300_000) },
      },
      {
        market: "b:BTCUSDT",
        label: "Beta BTCUSDT",
        state: "none",
        asOf: null,
        bestBid: null,
        bestAsk: null,
        observed: null,
        bids: { firstCell: 0, usd: [] },
        asks: { firstCell: 0, usd: [] },
      },
    ],
    walls: [{ market: "a:BTCUSDT", side: "bids", low: 59_900, high: 59_912, usd: 4e6, times: 6.2 }],
    refills: [{ market: "a:BTCUSDT", side: "bids", low: 59_900, high: 59_912, usd: 4e6, time: NOW - 5_000, afterMs: 3_000 }],
    flickers: [
      {
        market: "a:BTCUSDT",
        side: "asks",
        low: 60_100,
        high: 60_112,
        usd: 5e6,
        times: 4,
        since: NOW - 300_000,
        time: NOW,
        cluster: { price: 60_200, usd: 9e6 },
      },
    ],
    prints: [{ market: "a:BTCUSDT", time: NOW - 1_000, price: 59_990, usd: 900_000, takerSide: "sell" }],
  },
  prints: {
    prints: [{ time: NOW - 1_000, market: "a:BTCUSDT", positionSide: "long", price: 59_990, usd: 123_000 }],
    feed: MARKET.liquidationFeed,
    from: NOW - 3_600_000,
    to: NOW,
  },
};

type State = (need: Need) => Loadable<PanelNeeds[Need]>;

describe.each(PANELS)("the panel $id", (panel) => {
  test("loading", async () => expect(await wordsOf(panel, () => ({ state: "loading" }))).toMatch(/Loading/));

  test("empty, and why", async () => {
    const why = "There is nothing of it here.";
    expect(await wordsOf(panel, () => ({ state: "empty", why }))).toContain(why);
  });

  test("failed: what, since when, and what happens next", async () => {
    const words = await wordsOf(panel, () => ({ state: "error", sentence: "The server answered 503", since: NOW }));
    expect(words).toContain("The server answered 503. Since 03:04:05 UTC; the page tries again");
  });

  test("stale: as of when, with what was there", async () => {
    const ready = await wordsOf(panel, readyWith({ stale: false }));
    const stale = await wordsOf(panel, readyWith({ stale: true }));
    expect(stale).toContain("As of 03:04:05 UTC");
    expect(stale.length).toBeGreaterThan(ready.length);
    expect(stale.split("nothing newer comes")).toHaveLength(2);
  });

  test("reconnecting: since when, over what came before; and loading is not taken for it", async () => {
    const lost = { ...LIVE, lostAt: NOW };
    const words = await wordsOf(panel, readyWith({ stale: false }), { standing: lost });
    expect(words).toMatch(/^Reconnecting since 03:04:05 UTC: until then, what stands here is the last that came\..*\$\d/s);
    expect(await wordsOf(panel, readyWith({ stale: true }), { standing: lost })).not.toContain("nothing newer comes");
    expect(await wordsOf(panel, () => ({ state: "loading" }), { standing: lost })).toMatch(/^Reconnecting since .*Loading/s);
  });

  test.each([
    ["simulated", { ...LIVE, source: "simulated" }, "SIMULATED: made-up traders, no real market."],
    ["stored", { ...LIVE, source: "replay" }, "STORED HISTORY: nothing here is live."],
    ["replayed", { ...LIVE, replayAt: NOW }, "REPLAY: as known at 2 Jan 03:04 UTC."],
  ] as const)("%s: said before anything else, and everything is there", async (_, standing, words) => {
    const live = await wordsOf(panel, readyWith({ stale: false }));
    expect(await wordsOf(panel, readyWith({ stale: false }), { standing })).toBe(`${words} ${live}`);
  });

  test.each([false, true])("ready, compact: %s", async (compact) => {
    const words = await wordsOf(panel, readyWith({ stale: false }), { compact });
    expect(words).not.toMatch(/Loading|As of|NaN|undefined|Infinity|SIMULATED|Reconnecting/);
    expect(words).toMatch(/\$\d/);
  });
});

test("ids are part of links: no two panels share one", () => expect(new Set(PANELS.map(({ id }) => id)).size).toBe(PANELS.length));

const LIVE: Standing = { source: "live", lostAt: undefined, replayAt: undefined };

const readyWith =
  ({ stale }: { readonly stale: boolean }): State =>
  (need) => ({ state: "ready", value: THERE[need], asOf: NOW, stale });

interface Seen {
  readonly compact?: boolean;
  readonly standing?: Standing;
}

/** What a panel says, its frame and its lazily loaded code included. */
async function wordsOf(panel: AnyPanel, state: State, { compact = false, standing = LIVE }: Seen = {}): Promise<string> {
  const data = Object.fromEntries(panel.needs.map((need) => [need, state(need)])) as { [N in Need]: Loadable<PanelNeeds[N]> };
  const props = {
    market: MARKET,
    data,
    filters: { tiers: TIERS, sides: ["long", "short"] as const, threshold: 0, floor: undefined },
    compact,
    onMarket: () => undefined,
    since: "4h" as const,
    onSince: () => undefined,
    options: {},
    onOption: () => undefined,
    picked: undefined,
    onPick: () => undefined,
    onPointed: () => undefined,
  };
  const page = createElement(PanelFrame, { standing, children: createElement(Suspense, { fallback: "pending" }, createElement(panel.Component, props)) });
  const { prelude } = await prerender(page);
  const html = await new Response(prelude).text();
  return html
    .replaceAll("<!-- -->", "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ([.;,])/g, "$1")
    .trim();
}
