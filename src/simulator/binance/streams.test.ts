import { expect, it } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { createRecorder } from "#simulator/market/recorder.ts";
import { createNewsReader } from "#simulator/wire/listing-news.ts";
import { createListing } from "#simulator/wire/listing.ts";
import { BINANCE_VENUE, USDM_DECLARATION } from "./declaration.ts";
import { createLiquidationFeed } from "./liquidation-feed.ts";
import { STREAMS } from "./streams.ts";

it("closes a candle when its minute is over, not when a clock that is ahead says so", () => {
  const start = Date.UTC(2026, 0, 1);
  const recorder = createRecorder({ seed: "skew", coin: "BTC", start, exchange: USDM_DECLARATION, keepDays: 1 });
  const listing = createListing(recorder, { instrument: BINANCE_VENUE.instruments("BTC", 0)[0], seed: "skew", delist: () => undefined });
  const look = createNewsReader(listing, { tape: undefined, feed: createLiquidationFeed(), injected: [] });
  const closes = [59_000, 59_500, 60_000].flatMap((afterMs) => {
    recorder.advanceTo(start + afterMs);
    const news = look(start + afterMs, { skewMs: 900, bookIsStale: false, pace: 1 });
    const frames = STREAMS.frames({ key: "btcusdt@kline_1m", stream: "candles", symbol: "BTCUSDT" }, [news]);
    return frames.map(({ text }) => (JSON.parse(text) as { k: { t: number; x: boolean } }).k).map(({ t, x }) => [afterMs, (t - start) / MINUTE_MS, x]);
  });
  expect(closes).toContainEqual([59_500, 0, false]);
  expect(closes.filter(([, , x]) => x)).toEqual([[60_000, 0, true]]);
});
