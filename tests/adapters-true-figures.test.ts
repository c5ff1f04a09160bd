import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { CONTRACT_CLASSES, type BackfillKind, type Exchange } from "#exchanges/exchange.ts";
import { EXCHANGES, createExchanges } from "#exchanges/registry.ts";
import { followBooks } from "./support/followed-books.ts";
import { PATIENCE_MS } from "./support/patience.ts";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";

/** Every adapter against its simulated exchange: units, contracts, brackets, the figures of history and whole books are what they truly are. */
const NOW = Date.now();
let simulated: SimulatedExchanges;

beforeAll(async () => {
  simulated = await startSimulatedExchanges({ seed: "readings", coins: ["BTC"], now: NOW, historyDays: 0, host: "127.0.0.1", port: 0 });
}, PATIENCE_MS);
afterAll(() => simulated.stop());

describe.each(EXCHANGES.map(({ declaration }) => declaration.id))("%s", (id) => {
  let exchange: Exchange;
  let instruments: readonly Instrument[];

  beforeAll(async () => {
    [exchange] = createExchanges([id], simulated.hosts);
    const { contracts } = exchange.declaration;
    instruments = await exchange.instruments(
      { coins: ["BTC"], contracts: contracts.length > 0 ? contracts : CONTRACT_CLASSES },
      AbortSignal.timeout(PATIENCE_MS),
    );
  }, PATIENCE_MS);

  it("answers the probe", () => exchange.probe(AbortSignal.timeout(PATIENCE_MS)));

  it("lists what the simulator lists", () => {
    const facts = ({
      symbol,
      contract,
      contractSize,
      tickSize,
      expiry,
    }: {
      symbol: string;
      contract: string;
      contractSize: number;
      tickSize: number;
      expiry?: number;
    }) => ({
      symbol,
      contract,
      contractSize,
      tickSize,
      expiry,
    });
    const listed = simulated.listings.filter(({ exchange: at }) => at === id).map(({ instrument }) => facts(instrument));
    expect(instruments.map(facts).sort(bySymbol)).toEqual(listed.sort(bySymbol));
  });

  it("reads the margin brackets in force", async () => {
    if (exchange.brackets === undefined) return;
    const tables = await exchange.brackets(instruments, AbortSignal.timeout(PATIENCE_MS));
    expect(tables.length).toBeGreaterThan(0);
    for (const { instrument, brackets } of tables) {
      const listing = listingOf(instrument);
      expect(brackets.map(({ maxLeverage, maintenanceRate }) => ({ maxLeverage, maintenanceRate }))).toEqual(
        listing.recorder.market.brackets.map(({ maxLeverage, maintenanceRate }) => ({
          maxLeverage: expect.closeTo(maxLeverage, 2) as number,
          maintenanceRate,
        })),
      );
    }
  });

  it(
    "back-fills every kind that it declares, without a hole",
    async () => {
      const to = asMs(Math.floor(NOW / HOUR_MS) * HOUR_MS);
      const from = asMs(Math.max(to - 6 * HOUR_MS, simulated.listings[0].recorder.minutes.firstMinute * MINUTE_MS + HOUR_MS));
      for (const instrument of instruments) {
        for (const kind of Object.keys(exchange.declaration.history) as BackfillKind[]) {
          const intervalMs = kind === "candles" || kind === "mark-candles" ? MINUTE_MS : asMs(5 * MINUTE_MS);
          const events: MarketEvent[] = [];
          for await (const batch of exchange.backfill({ instrument, kind, from, to, intervalMs }, AbortSignal.timeout(PATIENCE_MS))) events.push(...batch);
          const expected = kind === "funding" || kind === "liquidations" ? undefined : (to - from) / intervalMs;
          if (expected !== undefined)
            expect({ instrument: instrumentId(instrument), kind, count: Math.abs(events.length - expected) <= 1 ? expected : events.length }).toEqual({
              instrument: instrumentId(instrument),
              kind,
              count: expected,
            });
          checkHistory(events, instrument);
        }
      }
    },
    4 * PATIENCE_MS,
  );

  it(
    "makes of the books' changes the books that the exchange has",
    async () => {
      const abort = new AbortController();
      const books = followBooks(simulated.listings);
      const feed = exchange.feed({
        instruments,
        signal: abort.signal,
        onEvents(batch) {
          for (const event of batch) if (event.kind === "book") books.follow(event);
        },
      });
      await expect.poll(() => instruments.filter((instrument) => books.equal(instrumentId(instrument)) < 15)).toEqual([]);
      await feed.stop();
      abort.abort();
      expect(books.differing).toEqual([]);
    },
    2 * PATIENCE_MS,
  );
});

const bySymbol = (a: { symbol: string }, b: { symbol: string }) => (a.symbol < b.symbol ? -1 : 1);

function listingOf(id: string) {
  const listing = simulated.listings.find(({ exchange, symbol }) => `${exchange}:${symbol}` === id);
  if (listing === undefined) throw new Error(`the simulator does not list ${id}`);
  return listing;
}

function checkHistory(events: readonly MarketEvent[], instrument: Instrument): void {
  const { minutes } = listingOf(instrumentId(instrument)).recorder;
  const { lotSize } = listingOf(instrumentId(instrument)).instrument;
  for (const event of events) {
    if (event.kind === "candle" && event.price === "last") {
      const at = (event.openTime / MINUTE_MS) % minutes.capacity;
      expect(event.close).toBeCloseTo(minutes.column.close[at], 4);
      expect(event.volume).toBeCloseTo(minutes.column.volumeLots[at] * lotSize, 3);
    }
    if (event.kind === "open-interest") {
      const at = (Math.floor(event.time / MINUTE_MS) - 1) % minutes.capacity;
      expect(event.openInterest / (minutes.column.openInterestLots[at] * lotSize)).toBeCloseTo(1, 4);
    }
    if (event.kind === "ratio") {
      const long = minutes.column.longAccountShare[Math.floor(event.time / MINUTE_MS) % minutes.capacity];
      expect(event.ratio).toBeCloseTo(long / (1 - long), 2);
    }
  }
}
