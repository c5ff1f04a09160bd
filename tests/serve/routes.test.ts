import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { createApp } from "#server/app.ts";
import {
  candlesReplySchema,
  levelsReplySchema,
  marketsReplySchema,
  problemSchema,
  realisedReplySchema,
  spreadReplySchema,
  statusReplySchema,
} from "#wire/messages.ts";
import { weightsReplySchema, weightsToPinSchema } from "#wire/weights.ts";
import { START, type HubScene, openScene, untilLoaded } from "./hub-scene.ts";
import { instrumentOf, priceAtMinute } from "./peer-exchange.ts";

const BASE = "/v1/markets/binance/BTCUSDT";
const MINUTE = START / MINUTE_MS;
const MODEL1 = "/api/futures/liquidation/heatmap/model1";

let scene: HubScene;
let app: FastifyInstance;
const serverProblems: string[] = [];

beforeAll(async () => {
  scene = await openScene({ depthMs: asMs(12 * HOUR_MS), fineDepthMs: 12 * HOUR_MS });
  await untilLoaded(scene.hub);
  app = await appWith([]);
});
afterAll(async () => {
  await app.close();
  await scene.close();
});

const appWith = (apiKeys: readonly string[]) =>
  createApp({ hub: scene.hub, version: "1.2.3", webDir: undefined, apiKeys, onProblem: (_, problem) => serverProblems.push(problem) });

/** Address of the tile of a level that holds the first price of a column. */
function tileAt(level: number, column: number): string {
  const price = priceAtMinute((column * HEAT_LEVELS[level].columnMs) / MINUTE_MS);
  return `${BASE}/tiles/${level}/${tileXOfColumn(column)}/${tileYOfCell(cellOfRow(HEAT_LEVELS[level], rowOf(price)))}`;
}

test("markets, status, candles and levels keep to the wire's schemas and say their source", async () => {
  const markets = marketsReplySchema.parse((await app.inject("/v1/markets")).json());
  expect(markets).toMatchObject({ source: "live", asOf: START, markets: [{ id: "binance:BTCUSDT", ready: true, lastTime: START }] });
  const status = await app.inject("/v1/status");
  expect(statusReplySchema.parse(status.json())).toMatchObject({ source: "live", version: "1.2.3", store: { ok: true } });
  expect(status.headers["x-powderkeg-source"]).toBe("live");
  expect(statusReplySchema.parse(status.json()).markets).toMatchObject([
    { market: "binance:BTCUSDT", backfill: { state: "done" }, asOf: START, staleMs: 0, sampling: "complete", holes: 0 },
  ]);
  const candles = candlesReplySchema.parse((await app.inject(`${BASE}/candles?interval=1h&from=${START - 4 * 3_600_000}&to=${START}`)).json());
  expect(candles.candles.map(([time]) => (START - time) / 3_600_000)).toEqual([4, 3, 2, 1]);
  const levels = levelsReplySchema.parse((await app.inject(`${BASE}/levels?rowsPerCell=10&reach=0.1`)).json());
  expect(levels.levels.length).toBeGreaterThan(20);
  for (const { price, longUsd, shortUsd, byTier } of levels.levels) {
    expect(Math.abs(price / levels.mark - 1)).toBeLessThan(0.101);
    expect(Object.values(byTier).reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(longUsd + shortUsd, 0);
  }
});

test("weights show the ladder, in the document that can be pinned", async () => {
  const weights = weightsReplySchema.parse((await app.inject(`${BASE}/weights`)).json());
  expect(weights).toMatchObject({
    source: "live",
    layer: "modelled",
    market: "binance:BTCUSDT",
    asOf: START,
    model: "ladder@7",
    brackets: { adoptedAt: null },
  });
  const { openInterestUsd } = levelsReplySchema.parse((await app.inject(`${BASE}/levels`)).json());
  for (const { rungs, never } of [weights.long, weights.short]) {
    expect(rungs.reduce((sum, { share }) => sum + share, never.share)).toBeCloseTo(1, 9);
    expect(rungs.reduce((sum, { standingUsd }) => sum + standingUsd, never.standingUsd) / openInterestUsd).toBeCloseTo(1, 6);
  }
  const pinned = createEstimator(instrumentOf("BTC"), { pinned: weightsToPinSchema.parse(weights) });
  expect(pinned.weights().long.rungs.map(({ share }) => share)).toEqual(weights.long.rungs.map(({ share }) => expect.closeTo(share, 9) as number));
});

test("another method is refused by name, in each surface's own form", async () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
    const v1 = await app.inject({ method, url: `${BASE}/weights?x=1` });
    expect([v1.statusCode, v1.headers["allow"]]).toEqual([405, "GET, HEAD"]);
    expect(problemSchema.parse(v1.json()).detail).toBe(`${method} is not for ${BASE}/weights: it can only be read`);
    const coinglass = await app.inject({ method, url: MODEL1, payload: "not json" });
    expect([coinglass.statusCode, coinglass.json<{ code: string }>().code]).toEqual([405, "405"]);
  }
  expect((await app.inject({ method: "HEAD", url: "/v1/markets" })).statusCode).toBe(200);
  expect((await app.inject({ method: "POST", url: "/v1/nothing" })).statusCode).toBe(404);
  expect(serverProblems).toEqual([]);
});

test("bands of 20 bps stand around the very dollars of the levels, and any other stretch can be banded from the spread", async () => {
  const { levels, bands, spread } = levelsReplySchema.parse((await app.inject(`${BASE}/levels?rowsPerCell=10&reach=0.1`)).json());
  if (spread === null) throw new Error("the book of now has a spread");
  expect(bands.map(({ price }) => price)).toEqual(levels.map(({ price }) => price));
  for (const [at, band] of bands.entries()) {
    expect(band.longUsd / Math.max(1, levels[at].longUsd)).toBeCloseTo(levels[at].longUsd > 0 ? 1 : 0, 5);
    expect(band.shortP10).toBeLessThanOrEqual(band.shortP90);
    if (band.longUsd > spread.positionUsd) expect(band.longP90).toBeGreaterThan(band.longUsd);
  }
  const whole = spreadReplySchema.parse((await app.inject(`${BASE}/spread`)).json()).spread;
  if (whole === null) throw new Error("the book of now has a spread");
  const offset = spread.firstBin - whole.firstBin;
  expect(whole.longVariance.slice(offset, offset + spread.longVariance.length)).toEqual(spread.longVariance);
  expect(Math.max(...whole.shortVariance)).toBeGreaterThan(0.01);
});

test("a market and the status say how far the map can be relied on, and why not further", async () => {
  const { markets } = marketsReplySchema.parse((await app.inject("/v1/markets")).json());
  expect(markets[0].reliability?.grade).toMatch(/^[BCD]$/);
  expect(markets[0].reliability?.reasons.join()).toContain("the book is");
  const { reliability } = statusReplySchema.parse((await app.inject("/v1/status")).json());
  expect(reliability).toEqual([{ market: "binance:BTCUSDT", ...markets[0].reliability }]);
});

test("markets, status and levels name their layer", async () => {
  const { markets } = marketsReplySchema.parse((await app.inject("/v1/markets")).json());
  expect(markets[0]).toMatchObject({ layers: ["modelled", "realised"], liquidationFeed: { exchanges: ["binance"], sampling: "complete" } });
  expect((await app.inject("/v1/status")).json()).toMatchObject({ layer: "modelled" });
  expect((await app.inject(`${BASE}/levels`)).json()).toMatchObject({ layer: "modelled" });
});

describe("realised", () => {
  const at = (minute: number) => asMs(START + minute * MINUTE_MS);
  const print = (minute: number, size: number) =>
    ({
      kind: "liquidation",
      instrument: "binance:BTCUSDT",
      time: at(minute),
      positionSide: size > 0 ? "long" : "short",
      price: 60_000,
      size: Math.abs(size),
    }) as const;
  const ask = async (query: string) => realisedReplySchema.parse((await app.inject(`${BASE}/realised?${query}`)).json());
  beforeAll(() => scene.store.appendEvents([print(-1, 1), print(-3, 2), print(-4, -3), print(-9, 4), print(-200, 1)]));

  test("is summed over each column of the window, both sides apart", async () => {
    const reply = await ask(`level=1&from=${at(-12)}&to=${at(-1)}`);
    expect(reply).toMatchObject({ source: "live", layer: "realised", level: 1, columnMs: 5 * MINUTE_MS, from: at(-15), to: START, asOf: START, omitted: 0 });
    expect(reply.cells.map(([time, , longUsd, shortUsd, prints]) => [(time - START) / MINUTE_MS, longUsd, shortUsd, prints])).toEqual([
      [-10, 240_000, 0, 1],
      [-5, 180_000, 180_000, 3],
    ]);
    expect(reply.totals).toEqual({ longUsd: 420_000, shortUsd: 180_000, prints: 4 });
  });

  test("says what it leaves out, the smallest first, and still counts it", async () => {
    const reply = await ask(`level=1&from=${at(-300)}&to=${at(-1)}&limit=1`);
    expect([reply.cells.length, reply.omitted, reply.totals.prints]).toEqual([1, 2, 5]);
    expect(reply.cells[0][4]).toBe(3);
  });

  test("never shows in the map of what stands", async () => {
    const before = (await app.inject(`${BASE}/levels?reach=0.6`)).body;
    await scene.store.appendEvents([print(-2, 5_000)]);
    expect((await app.inject(`${BASE}/levels?reach=0.6`)).body).toBe(before);
  });
});

test("a long reply is compressed for who can unzip", async () => {
  const path = `${BASE}/levels?reach=0.6`;
  const zipped = await app.inject({ url: path, headers: { "accept-encoding": "gzip" } });
  expect(zipped.headers).toMatchObject({ "content-encoding": "gzip", vary: expect.stringContaining("accept-encoding") as string });
  expect(JSON.parse(gunzipSync(zipped.rawPayload).toString())).toEqual((await app.inject(path)).json());
  expect(zipped.rawPayload.length).toBeLessThan((await app.inject(path)).rawPayload.length / 3);
});

test("a tile's address names its layer, and is modelled when it does not", async () => {
  const path = tileAt(1, MINUTE / 5 - 2);
  const [plain, modelled] = await Promise.all([app.inject(path), app.inject(path.replace("/tiles/", "/tiles/modelled/"))]);
  expect(modelled.rawPayload.equals(plain.rawPayload)).toBe(true);
  expect([plain.headers["x-powderkeg-layer"], modelled.headers["x-powderkeg-layer"]]).toEqual(["modelled", "modelled"]);
  const measured = await app.inject(path.replace("/tiles/", "/tiles/measured/"));
  expect([measured.statusCode, measured.headers["x-powderkeg-layer"]]).toEqual([204, "measured"]);
});

test("the address of a market may be written in any case", async () => {
  expect((await app.inject("/v1/markets/Binance/btcusdt/levels")).statusCode).toBe(200);
});

test("a sketch is the same in every encoding, and smallest in Brotli", async () => {
  const url = `${tileAt(1, MINUTE / 5 - 2)}?tiers=together`;
  const replyTo = async (accepted: string) => app.inject({ url, headers: { "accept-encoding": accepted } });
  const [brotli, zipped, plain] = [await replyTo("gzip, deflate, br"), await replyTo("gzip, br;q=0"), await replyTo("identity")];
  expect([brotli, zipped, plain].map(({ headers }) => headers["content-encoding"])).toEqual(["br", "gzip", undefined]);
  expect(parseTile(plain.rawPayload, "modelled").level).toBe(1);
  expect(brotliDecompressSync(brotli.rawPayload).equals(plain.rawPayload)).toBe(true);
  expect(gunzipSync(zipped.rawPayload).equals(plain.rawPayload)).toBe(true);
  expect(brotli.rawPayload.length).toBeLessThan(zipped.rawPayload.length);
});

test("a tile is sent as it is stored, by tag, and plain to who cannot unzip", async () => {
  const path = tileAt(1, MINUTE / 5 - 2);
  const zipped = await app.inject({ url: path, headers: { "accept-encoding": "gzip" } });
  expect(zipped.headers).toMatchObject({ "content-encoding": "gzip", "content-type": "application/octet-stream" });
  const plain = await app.inject({ url: path, headers: { "accept-encoding": "identity" } });
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(gunzipSync(zipped.rawPayload).equals(plain.rawPayload)).toBe(true);
  expect(parseTile(plain.rawPayload, "modelled").level).toBe(1);
  const again = await app.inject({ url: path, headers: { "if-none-match": String(zipped.headers["etag"]) } });
  expect([again.statusCode, again.body]).toEqual([304, ""]);
  expect(zipped.headers["cache-control"]).toBe("no-cache");
  expect((await app.inject(`${BASE}/tiles/1/0/0`)).statusCode).toBe(204);
});

test("a tile that is complete may be kept for good", async () => {
  const reply = await app.inject(tileAt(0, (tileXOfColumn(MINUTE) - 1) * 256 + 128));
  expect(reply.statusCode).toBe(200);
  expect(reply.headers["cache-control"]).toContain("immutable");
});

describe("CoinGlass", () => {
  interface Model1 {
    code: string;
    data: { y_axis: number[]; liquidation_leverage_data: number[][]; price_candlesticks: [number, ...string[]][] };
  }

  test("gets its payload, with the dollars of the stored cell at [x, y]", async () => {
    const reply = await app.inject({ url: `${MODEL1}?exchange=Binance&symbol=BTCUSDT&range=12h`, headers: { "cg-api-key": "whatever" } });
    expect(reply.headers).toMatchObject({ "api-key-max-limit": "1200", "api-key-use-limit": "1" });
    const { code, data } = reply.json<Model1>();
    expect(code).toBe("0");
    expect(data.price_candlesticks).toHaveLength(144);
    expect(data.price_candlesticks[0][0]).toBe((START - 144 * 5 * MINUTE_MS) / 1_000);
    expect(data.y_axis).toEqual(data.y_axis.toSorted((a, b) => a - b));
    const mark = priceAtMinute(MINUTE);
    const usdAbove = (factor: number) =>
      data.liquidation_leverage_data.filter(([x, y]) => x === 143 && data.y_axis[y] > mark * factor).reduce((sum, [, , usd]) => sum + usd, 0);
    const { levels } = levelsReplySchema.parse((await app.inject(`${BASE}/levels?reach=0.6`)).json());
    const top = data.y_axis[data.y_axis.length - 1];
    const expected = levels.filter(({ price }) => price > mark * 1.02 && price <= top).reduce((sum, { longUsd, shortUsd }) => sum + longUsd + shortUsd, 0);
    expect(usdAbove(1.02) / expected).toBeGreaterThan(0.95);
    expect(usdAbove(1.02) / expected).toBeLessThan(1.05);
  });

  test("needs a key when keys are set", async () => {
    const locked = await appWith(["secret"]);
    const ask = async (key?: string) => {
      const reply = await locked.inject({
        url: `${MODEL1}?exchange=Binance&symbol=BTCUSDT&range=12h`,
        headers: key === undefined ? {} : { "cg-api-key": key },
      });
      return [reply.statusCode, reply.json<Model1>().code];
    };
    expect([await ask(), await ask("wrong"), await ask("secret")]).toEqual([
      [401, "401"],
      [401, "401"],
      [200, "0"],
    ]);
    expect((await locked.inject("/v1/markets")).statusCode).toBe(200);
    await locked.close();
  });

  test("hears what is wrong in its own envelope", async () => {
    for (const [query, field] of [
      ["exchange=Binance&symbol=BTCUSDT&range=5y", "range"],
      ["exchange=Nowhere&symbol=BTCUSDT", "exchange"],
      ["exchange=Binance&symbol=NOPE", "symbol"],
      ["exchange=Binance", "symbol"],
    ]) {
      const reply = await app.inject(`${MODEL1}?${query}`);
      expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([400, "400"]);
      expect(reply.json<{ msg: string }>().msg).toContain(field);
    }
    expect((await app.inject("/api/futures/nothing")).json()).toMatchObject({ code: "404" });
  });
});

test.each([
  ["/v1/markets/binance/NOPE/levels", 404, "NOPE"],
  ["/v1/markets/nowhere/BTCUSDT/candles", 404, "nowhere"],
  [`${BASE}/tiles/9/0/0`, 400, "level"],
  [`${BASE}/tiles/1/x/0`, 400, "x"],
  [`${BASE}/tiles/realised/1/0/0`, 400, "/realised"],
  [`${BASE}/tiles/guessed/1/0/0`, 400, "layer"],
  [`${BASE}/realised?level=9`, 400, "level"],
  [`${BASE}/realised?from=20&to=10`, 400, "from"],
  [`${BASE}/realised?level=0&from=0&to=999999999`, 400, "10000"],
  [`${BASE}/realised?limit=0`, 400, "limit"],
  ["/v1/markets/binance/NOPE/realised", 404, "NOPE"],
  [`${BASE}/candles?interval=7m`, 400, "interval"],
  [`${BASE}/candles?from=soon`, 400, "from"],
  [`${BASE}/candles?from=20&to=10`, 400, "from"],
  [`${BASE}/candles?interval=1m&from=0&to=999999999`, 400, "10000"],
  [`${BASE}/levels?reach=2`, 400, "reach"],
  [`${BASE}/levels?rowsPerCell=0`, 400, "rowsPerCell"],
  [`${BASE}/levels?layer=measured`, 400, "levels/measured"],
  ["/v1/markets/binance/NOPE/weights", 404, "NOPE"],
  ["/v1/nothing", 404, "/v1/nothing"],
])("%s is problem %i that names %s", async (path, status, name) => {
  const reply = await app.inject(path);
  expect([reply.statusCode, problemSchema.parse(reply.json()).status]).toEqual([status, status]);
  expect(reply.json<{ detail: string }>().detail).toContain(name);
  expect(reply.headers["content-type"]).toContain("application/problem+json");
  expect(serverProblems).toEqual([]);
});

test("while an exchange is silent /readyz names it, and the lists are as old as their data", async () => {
  const silent = await openScene({}, { silence: "Binance cannot be reached" });
  const waiting = await createApp({ hub: silent.hub, version: "1.2.3", webDir: undefined, apiKeys: [], onProblem: () => undefined });
  const reply = await waiting.inject("/readyz");
  expect([reply.statusCode, reply.json()]).toEqual([
    503,
    { status: "not ready", source: "live", problems: ["binance instruments: Binance cannot be reached"] },
  ]);
  expect((await waiting.inject(`${BASE}/levels`)).json()).toMatchObject({ status: 404, detail: expect.stringContaining("none yet") as string });
  const coinglass = await waiting.inject(`${MODEL1}?exchange=Binance&symbol=BTCUSDT`);
  expect([coinglass.statusCode, coinglass.json<{ code: string }>().code]).toEqual([400, "400"]);
  await waiting.close();
  await silent.close();
});

test("every reply says as of when, and how stale it is by then", async () => {
  for (const path of [
    "/v1/markets",
    "/v1/status",
    ...["levels", "spread", "candles?interval=1h", "realised?level=1", "weights"].map((name) => `${BASE}/${name}`),
  ]) {
    const reply = await app.inject(path);
    const { asOf, staleMs } = reply.json<{ asOf: number; staleMs: number }>();
    expect([path, reply.statusCode, staleMs]).toEqual([path, 200, Math.max(0, scene.clock.now() - asOf)]);
  }
  const { headers } = await app.inject(tileAt(1, MINUTE / 5 - 1));
  expect([headers["x-powderkeg-as-of"], headers["x-powderkeg-stale-ms"]]).toEqual([String(START), "0"]);
});

test("health, figures and the description of itself", async () => {
  expect((await app.inject("/healthz")).json()).toEqual({ status: "ok" });
  expect((await app.inject("/readyz")).json()).toMatchObject({ status: "ready", problems: [] });
  const metrics = (await app.inject("/metrics")).body;
  expect(metrics).toContain("powderkeg_resident_memory_bytes");
  expect(metrics).toContain('powderkeg_feed_up{exchange="binance",stream="candles",market="binance:BTCUSDT"} 1');
  expect(metrics).toContain('powderkeg_market_backfill_progress{exchange="binance",market="binance:BTCUSDT"} 1');
  expect(metrics).toContain("# TYPE powderkeg_feed_up gauge");
  expect(metrics).toContain("# TYPE powderkeg_feed_messages_total counter");
  const again = (await app.inject("/metrics")).body;
  expect(again).toContain('powderkeg_feed_messages_total{exchange="binance",stream="candles",market="binance:BTCUSDT"} 1\n');
  for (const [, name, type] of again.matchAll(/^# TYPE (powderkeg_(?:feed|recorder|tape|frames)\S*) (\w+)$/gm))
    expect([name, type]).toEqual([name, name.endsWith("_total") ? "counter" : "gauge"]);
  expect(metrics).toContain('powderkeg_market_age_seconds{exchange="binance",market="binance:BTCUSDT"} 0');
  const { paths } = (await app.inject("/openapi.json")).json<{ paths: Record<string, unknown> }>();
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(["/v1/markets", "/v1/markets/{exchange}/{symbol}/levels", "/v1/markets/{exchange}/{symbol}/realised", MODEL1]),
  );
  expect((await app.inject("/docs/")).statusCode).toBe(200);
});
