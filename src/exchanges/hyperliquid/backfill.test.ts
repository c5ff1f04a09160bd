import { afterEach, beforeEach, expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import type { BackfillKind } from "#exchanges/exchange.ts";
import { createHyperliquid } from "./hyperliquid.ts";
import { instrumentOfListing } from "./instruments.ts";
import { type LoopbackHyperliquid, startLoopbackHyperliquid } from "./loopback-hyperliquid.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const DAY = 24 * HOUR_MS;
const bitcoin = instrumentOfListing({ name: "BTC", szDecimals: 5, maxLeverage: 40 }, 60_000);
let peer: LoopbackHyperliquid;
beforeEach(async () => (peer = await startLoopbackHyperliquid({ now: NOW, listedAt: NOW - 400 * DAY })));
afterEach(() => peer.server.stop());

async function collect(kind: BackfillKind, from: number, to = NOW): Promise<readonly MarketEvent[]> {
  const request = { instrument: bitcoin, kind, from: asMs(from), to: asMs(to), intervalMs: MINUTE_MS };
  const events: MarketEvent[] = [];
  for await (const batch of createHyperliquid(peer.hosts, systemTiming).backfill(request, patiently())) events.push(...batch);
  return events;
}

test("candles older than the 5,000 that are kept are not asked for", async () => {
  const candles = await collect("candles", NOW - 30 * DAY);
  expect(candles.length).toBeGreaterThan(4_990);
  expect(peer.asked("candleSnapshot").map(({ req }) => req)).toMatchObject([{ coin: "BTC", interval: "1m", startTime: NOW - 5_000 * MINUTE_MS }]);
});

test("an answer that ends early is gone on from where it ends", async () => {
  const from = NOW - 100 * MINUTE_MS;
  const whole = await collect("candles", from);
  peer.answer("candleSnapshot", ({ req }) => {
    const rows = Array.from({ length: 30 }, (_, i) => Math.ceil((req?.startTime ?? 0) / MINUTE_MS) * MINUTE_MS + i * MINUTE_MS);
    return {
      body: rows
        .filter((t) => t <= (req?.endTime ?? 0))
        .map((t) => ({ t, T: t + 59_999, s: "BTC", i: "1m", o: "60000.0", c: "60010.0", h: "60020.0", l: "59990.0", v: "12.5", n: 9 })),
    };
  });
  expect(await collect("candles", from)).toEqual(whole);
});

test("funding is paged through by five hundred", async () => {
  const settled = await collect("funding", NOW - 60 * DAY);
  expect(settled.length).toBe(60 * 24);
  expect(peer.asked("fundingHistory").length).toBe(3);
  expect(settled[0]).toMatchObject({ kind: "funding", rate: 0.0000125 });
});

test("a history that is not kept is refused in words", async () => {
  await expect(collect("open-interest", NOW - DAY)).rejects.toMatchObject({ code: "bad-input", message: "Hyperliquid keeps no history of open-interest" });
});
