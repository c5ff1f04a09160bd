import { describe, expect, it } from "vitest";
import type { MarketHealthMessage, StreamHealthMessage } from "#wire/messages.ts";
import { backfillWords, toneOfMarket, toneOfStream, venuesOf } from "./venues.ts";

const stream = (exchange: string, state: StreamHealthMessage["state"], name = "trades"): StreamHealthMessage => ({
  exchange,
  stream: name,
  market: `${exchange}:BTCUSDT`,
  state,
  ageMs: 5,
  messages: 9,
  dropped: 0,
  gaps: 0,
  reconnects: 0,
  shed: 0,
  perSecond: 3,
  lagMs: 20,
  skewMs: null,
  problem: null,
  problemAt: null,
});
const market = (exchange: string): MarketHealthMessage => ({
  market: `${exchange}:BTCUSDT`,
  exchange,
  exchangeLabel: exchange.toUpperCase(),
  symbol: "BTCUSDT",
  ready: true,
  provisional: false,
  backfill: { state: "done", progress: 1 },
  asOf: 1,
  staleMs: 2,
  standing: "fresh",
  ended: null,
  sampling: "complete",
  printedShare: 1,
  holes: 0,
  missingMs: 0,
});

describe("venuesOf", () => {
  it("groups by exchange, what is silent first", () => {
    const feeds = [stream("a", "live"), stream("b", "live"), stream("a", "stale", "book")];
    const [a, b] = venuesOf({ feeds, markets: [market("a")] });
    expect(a).toMatchObject({ label: "A", tone: "warning", summary: "1 of 2 streams deliver", liquidations: "its liquidation feed shows every forced order" });
    expect(a.streams.map((each) => each.stream)).toEqual(["book", "trades"]);
    expect(b).toMatchObject({ label: "b", tone: "good", markets: [], liquidations: undefined });
  });

  it("is bad when nothing comes, and neutral where nothing is to come", () => {
    expect(venuesOf({ feeds: [stream("a", "stale")], markets: [] })[0].tone).toBe("bad");
    expect(venuesOf({ feeds: [], markets: [market("a")] })[0]).toMatchObject({ tone: "neutral", summary: "no feeds" });
  });
});

it("a stream that is silent is stale, one that is closed is broken", () => {
  expect((["live", "connecting", "stale", "closed"] as const).map((state) => toneOfStream({ state }))).toEqual(["good", "neutral", "stale", "bad"]);
});

it("a back-fill is told in words", () => {
  expect(backfillWords({ backfill: { state: "running", progress: 0.234 }, provisional: true })).toBe("23 %, a preview is shown");
  expect(backfillWords({ backfill: { state: "failed", progress: 0.5, problem: "refused" }, provisional: false })).toBe("stopped at 50 %: refused");
});

describe("toneOfMarket", () => {
  it.each([
    ["fresh", "done", "good"],
    ["late", "done", "stale"],
    ["late", "failed", "bad"],
    ["ended", "done", "neutral"],
    ["ended", "failed", "neutral"],
    ["loading", "running", "neutral"],
    ["loading", "failed", "bad"],
  ] as const)("of a market that is %s with its back-fill %s is %s", (standing, state, tone) => {
    expect(toneOfMarket({ ...market("a"), standing, backfill: { state, progress: 1 } })).toBe(tone);
  });
});
