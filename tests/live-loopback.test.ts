import { afterAll, beforeAll, expect, it } from "vitest";
import type { MarketEvent, MarketEventKind } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { HOUR_MS, MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import { createExchanges, hostsFrom } from "#exchanges/registry.ts";
import type { Exchange, Feed } from "#exchanges/exchange.ts";
import { PATIENCE_MS } from "./support/patience.ts";
import { type SimulatedBinance, startSimulatedBinance } from "#simulator/binance/simulated-binance.ts";

/** The real Binance adapter against the simulated exchange, over real sockets. */
const NOW = Date.now();
let market: SimulatedBinance;
let exchange: Exchange;
let instrument: Instrument;

beforeAll(async () => {
  market = await startSimulatedBinance({ seed: "loopback", coins: ["BTC", "SOL"], now: NOW, historyDays: 1, host: "127.0.0.1", port: 0 });
  const hosts = hostsFrom({ POWDERKEG_BINANCE_REST_URL: market.restUrl, POWDERKEG_BINANCE_WS_URL: market.wsUrl, POWDERKEG_BINANCE_WEB_URL: market.restUrl });
  [exchange] = createExchanges(["binance"], hosts);
  [instrument] = await exchange.instruments({ coins: ["BTC"], contracts: ["linear-perpetual"] }, AbortSignal.timeout(PATIENCE_MS));
});
afterAll(() => market.stop());

it("answers the adapter's probe and lists the coin", async () => {
  await exchange.probe(AbortSignal.timeout(PATIENCE_MS));
  expect(instrument).toMatchObject({ exchange: "binance", symbol: "BTCUSDT", coin: "BTC", contract: "linear", tickSize: 0.1, marginModel: "binance-usdm" });
});

it("gives the margin brackets of its instruments", async () => {
  const [table] = (await exchange.brackets?.([instrument], AbortSignal.timeout(PATIENCE_MS))) ?? [];
  expect(table.instrument).toBe("binance:BTCUSDT");
  expect(table.brackets[0]).toMatchObject({ floor: 0, maintenanceRate: 0.004, maintenanceAmount: 0 });
  expect(table.changedAt).toBeLessThan(NOW);
});

it("back-fills a day without a hole, with volume, taker split and open interest that agree", async () => {
  const to = asMs(Math.floor(NOW / HOUR_MS) * HOUR_MS);
  const from = asMs(to - 20 * HOUR_MS);
  const candles = await backfill("candles", { from, to, intervalMs: MINUTE_MS });
  expect(candles.map((candle) => candle.kind === "candle" && candle.openTime)).toEqual(Array.from({ length: 1_200 }, (_, i) => from + i * MINUTE_MS));
  const volumes = new Map<number, number>();
  for (const candle of candles) {
    if (candle.kind !== "candle") continue;
    expect(candle.takerBuyVolume).toBeLessThanOrEqual(candle.volume ?? 0);
    volumes.set(candle.openTime, candle.volume ?? 0);
  }
  const samples = await backfill("open-interest", { from, to, intervalMs: asMs(5 * MINUTE_MS) });
  expect(samples.length).toBeGreaterThan(230);
  let before: { time: number; openInterest: number } | undefined;
  for (const sample of samples) {
    if (sample.kind !== "open-interest") continue;
    if (before !== undefined) {
      let volume = 0;
      for (let time = before.time; time < sample.time; time += MINUTE_MS) volume += volumes.get(time) ?? 0;
      expect(Math.abs(sample.openInterest - before.openInterest)).toBeLessThanOrEqual(volume + 1e-6);
    }
    before = sample;
  }
  expect((await backfill("funding", { from, to, intervalMs: MINUTE_MS })).length).toBeGreaterThanOrEqual(2);
  expect(await backfill("mark-candles", { from, to, intervalMs: MINUTE_MS })).toHaveLength(1_200);
});

it("feeds every live stream: trades, mark, candles, book and open interest, none lost", async () => {
  const wanted = new Set<MarketEventKind>(["trade", "mark", "candle", "book", "open-interest"]);
  const events: MarketEvent[] = [];
  const abort = new AbortController();
  let feed: Feed | undefined;
  await new Promise<void>((resolve) => {
    feed = exchange.feed({
      instruments: [instrument],
      signal: abort.signal,
      onEvents(batch) {
        events.push(...batch);
        for (const { kind } of batch) wanted.delete(kind);
        if (wanted.size === 0 && events.filter(({ kind }) => kind === "book").length > 20) resolve();
      },
    });
  });
  const health = feed?.health() ?? [];
  await feed?.stop();
  expect(health.length).toBeGreaterThan(4);
  for (const { dropped, gaps, stream } of health) expect({ stream, dropped, gaps }).toEqual({ stream, dropped: 0, gaps: 0 });
  const ids = events.flatMap((event) => (event.kind === "trade" && event.id !== undefined ? [event.id] : []));
  expect(ids).toEqual(ids.map((_, i) => ids[0] + i));
});

async function backfill(kind: "candles" | "mark-candles" | "open-interest" | "funding", span: { from: Ms; to: Ms; intervalMs: Ms }): Promise<MarketEvent[]> {
  const events: MarketEvent[] = [];
  for await (const batch of exchange.backfill({ instrument, kind, ...span }, AbortSignal.timeout(PATIENCE_MS))) events.push(...batch);
  return events;
}
