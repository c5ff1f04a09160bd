import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { createApp } from "#server/app.ts";
import { BTC, type HubScene, START, closeMinute, isFinalBook, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";
import { barOf, instrumentOf, openInterestAt, priceAtMinute } from "./peer-exchange.ts";

const MINUTE = START / MINUTE_MS;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;

let scene: HubScene;
let app: FastifyInstance;

beforeAll(async () => {
  scene = await openScene({ depthMs: asMs(12 * HOUR_MS) });
  await untilLoaded(scene.hub);
  app = await createApp({ hub: scene.hub, version: "1.2.3", webDir: undefined, apiKeys: [], onProblem: (_, problem) => expect.fail(problem) });
  scene.clock.advance(1_000);
});
afterAll(async () => {
  await app.close();
  await scene.close();
});

interface Bar {
  readonly time: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

async function ask(path: string): Promise<readonly Bar[]> {
  const reply = await app.inject(`/api/futures/${path}&exchange=Binance&symbol=BTCUSDT`);
  expect(reply.statusCode).toBe(200);
  return reply.json<{ data: readonly Bar[] }>().data;
}

const offsets = (bars: readonly Bar[], unitMs: number): readonly number[] => bars.map(({ time }) => (time - START) / unitMs);

describe("open-interest/history", () => {
  const worthAt = (time: number): number => openInterestAt(time) * priceAtMinute(time / MINUTE_MS);

  test("a bar opens where the one before it closed, at the price of then", async () => {
    const bars = await ask("open-interest/history?interval=15m&limit=20");
    expect(bars).toHaveLength(20);
    for (const [at, bar] of bars.entries()) if (at > 0) expect(bar.open).toBe(bars[at - 1].close);
    const { time, open, close } = bars[10];
    // The last sample of a bar is some minutes older than its end.
    expect(Number(open) / worthAt(time)).toBeCloseTo(1, 3);
    expect(Number(close) / worthAt(time + 15 * MINUTE_MS)).toBeCloseTo(1, 3);
  });

  test("highs and lows are of samples at their own prices, not of the bar's closing price", async () => {
    const [hours, fives] = await Promise.all([ask("open-interest/history?interval=1h&limit=8"), ask("open-interest/history?interval=5m&limit=96")]);
    for (const hour of hours.slice(1, -1)) {
      const within = fives.filter(({ time }) => time >= hour.time && time < hour.time + HOUR_MS);
      expect(within).toHaveLength(12);
      expect(Number(hour.high)).toBe(Math.max(...within.map(({ high }) => Number(high))));
      expect(Number(hour.low)).toBe(Math.min(...within.map(({ low }) => Number(low))));
    }
  });

  test("in coins it is what was sampled, whatever the price did", async () => {
    const bars = await ask("open-interest/history?interval=15m&limit=4&unit=coin");
    for (const { time, close } of bars.slice(0, -1)) expect(Math.abs(Number(close) / openInterestAt(time + 15 * MINUTE_MS) - 1)).toBeLessThan(1e-3);
  });
});

describe("funding-rate/history", () => {
  test("has every bar: the rate last settled, then in the forming one the expected", async () => {
    scene.peer.emit([{ kind: "mark", instrument: BTC, time: asMs(START), mark: 60_000, fundingRate: 0.0003, nextFundingTime: asMs(START + 6 * HOUR_MS) }]);
    const bars = await ask("funding-rate/history?interval=30m&limit=6");
    expect(offsets(bars, 30 * MINUTE_MS)).toEqual([-5, -4, -3, -2, -1, 0]);
    for (const { open, high, low, close } of bars.slice(0, -1)) expect([open, high, low, close]).toEqual(["0.01", "0.01", "0.01", "0.01"]);
    expect(bars.at(-1)).toMatchObject({ open: "0.01", high: "0.03", low: "0.01", close: "0.03" });
  });
});

describe("what a pair is", () => {
  const ticker = (fundingIntervalMs: number) =>
    scene.peer.emit([
      { kind: "mark", instrument: BTC, time: scene.clock.now(), mark: 60_000, fundingRate: 0.0003, fundingIntervalMs: asMs(fundingIntervalMs) },
    ]);
  const dataOf = async (path: string) => (await app.inject(`/api/futures/${path}`)).json<{ data: unknown }>().data;

  test("its funding interval is the one that the ticker tells now, in both lists", async () => {
    for (const hours of [8, 4]) {
      ticker(hours * HOUR_MS);
      expect(await dataOf("funding-rate/exchange-list")).toMatchObject([{ symbol: "BTC", stablecoin_margin_list: [{ funding_rate_interval: hours }] }]);
      expect(await dataOf("supported-exchange-pairs")).toMatchObject({ Binance: [{ instrument_id: "BTCUSDT", funding_interval: hours }] });
    }
  });

  test("its greatest leverage is that of the brackets in force where the listing does not say", async () => {
    expect(await dataOf("supported-exchange-pairs")).toMatchObject({ Binance: [{ max_leverage: 150 }] });
    const brackets = [
      { floor: 0, cap: 1_000_000, maxLeverage: 75, maintenanceRate: 0.005, maintenanceAmount: 0 },
      { floor: 1_000_000, cap: 2_000_000, maxLeverage: 20, maintenanceRate: 0.025, maintenanceAmount: 20_000 },
    ];
    scene.peer.emit([{ kind: "brackets", instrument: BTC, time: scene.clock.now(), changedAt: scene.clock.now(), brackets }]);
    expect(await dataOf("supported-exchange-pairs")).toMatchObject({ Binance: [{ max_leverage: 75 }] });
  });
});

describe("price/history", () => {
  const forming = (close: number) => ({ ...barOf(instrumentOf("BTC"), MINUTE + 1), close, high: 70_000, volume: 2, closed: false });

  beforeAll(async () => {
    const booked = nextUpdate(scene.hub, isFinalBook);
    closeMinute(scene, MINUTE);
    await booked;
    scene.peer.emit([forming(61_000)]);
  });

  test("has the forming minute, so that a limit of N gives N rows", async () => {
    const one = await ask("price/history?interval=1m&limit=1");
    expect(offsets(one, MINUTE_MS)).toEqual([1]);
    expect(one[0]).toMatchObject({ high: "70000", close: "61000", volume_usd: "122000" });
    expect(offsets(await ask("price/history?interval=1m&limit=3"), MINUTE_MS)).toEqual([-1, 0, 1]);
    scene.peer.emit([forming(62_000)]);
    expect((await ask("price/history?interval=1m&limit=1"))[0].close).toBe("62000");
  });

  test("a longer bar holds its minutes once each, the forming one too", async () => {
    const [before, now] = await ask("price/history?interval=5m&limit=2");
    expect(offsets([before, now], FIVE_MINUTES_MS)).toEqual([-1, 0]);
    const [closed, open] = await ask("price/history?interval=1m&limit=2");
    const volumes = [closed, open].map((bar) => Number((bar as Bar & { volume_usd: string }).volume_usd) / Number(bar.close));
    expect(now).toMatchObject({ open: closed.open, high: "70000", close: open.close });
    expect(Number((now as Bar & { volume_usd: string }).volume_usd) / Number(now.close)).toBeCloseTo(volumes[0] + volumes[1], 3);
  });

  test("before anybody has traded in a minute the last bars are those before it", async () => {
    scene.clock.advance(2 * MINUTE_MS - (scene.hub.now() - START) + 500);
    expect(offsets(await ask("price/history?interval=1m&limit=2"), MINUTE_MS)).toEqual([0, 1]);
  });
});
