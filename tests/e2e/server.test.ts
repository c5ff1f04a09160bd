import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { PLANE_COUNT } from "#core/heat-column.ts";
import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import type { HeatTile } from "#core/heat-tile.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { parseFrame } from "#wire/frames.ts";
import {
  type MarketMessage,
  candlesReplySchema,
  levelsReplySchema,
  marketsReplySchema,
  problemSchema,
  serverMessageSchema,
  statusReplySchema,
} from "#wire/messages.ts";
import { finalColumns, getJson, getTile, tilePath, untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let market: MarketMessage;
const args = () => ["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--data-dir", folder.path];
const base = () => `${server.url}/v1/markets/${market.exchange}/${market.symbol}`;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(args());
  market = await untilFilled(server.url, "binance:BTCUSDT");
});
afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

test("every reply says that the market is simulated", async () => {
  const replies = await Promise.all([
    getJson(`${server.url}/v1/markets`, marketsReplySchema),
    getJson(`${server.url}/v1/status`, statusReplySchema),
    getJson(`${base()}/levels`, levelsReplySchema),
    getJson(`${base()}/candles?interval=5m`, candlesReplySchema),
  ]);
  expect(replies.map(({ source }) => source)).toEqual(["simulated", "simulated", "simulated", "simulated"]);
  expect((await fetch(`${server.url}/v1/status`)).headers.get("x-powderkeg-source")).toBe("simulated");
});

test("what can act has its rules, and what cannot does not carry them", async () => {
  const rulesOf = async (path: string) => {
    const { headers } = await fetch(`${server.url}${path}`);
    return { policy: headers.get("content-security-policy"), framed: headers.get("x-frame-options"), sniffed: headers.get("x-content-type-options") };
  };
  const html = await (await fetch(server.url)).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
  const acting = { policy: expect.stringContaining("script-src 'self'"), framed: "SAMEORIGIN", sniffed: "nosniff" };
  for (const path of ["/", "/overview", "/icon.svg", "/service-worker.js", "/docs"]) expect(await rulesOf(path)).toEqual(acting);
  for (const path of [script, "/v1/markets", "/v1/status"]) expect(await rulesOf(path)).toEqual({ policy: null, framed: null, sniffed: "nosniff" });
});

test("levels lie on their side of the mark and hold no more than open interest", async () => {
  const { levels, mark, openInterestUsd } = await getJson(`${base()}/levels?reach=0.5`, levelsReplySchema);
  const sumOf = (side: "longUsd" | "shortUsd", within: (price: number) => boolean) =>
    levels.filter(({ price }) => within(price)).reduce((sum, level) => sum + level[side], 0);
  const [longUsd, shortUsd] = [sumOf("longUsd", () => true), sumOf("shortUsd", () => true)];
  expect(longUsd).toBeGreaterThan(openInterestUsd * 0.2);
  expect(shortUsd).toBeGreaterThan(openInterestUsd * 0.2);
  expect(Math.max(longUsd, shortUsd)).toBeLessThan(openInterestUsd * 1.02);
  expect(sumOf("longUsd", (price) => price > mark * 1.001)).toBeLessThan(longUsd * 0.01);
  expect(sumOf("shortUsd", (price) => price < mark * 0.999)).toBeLessThan(shortUsd * 0.01);
});

test("candles cover days of history without a hole", async () => {
  const { candles } = await getJson(`${base()}/candles?interval=1h`, candlesReplySchema);
  expect(candles.length).toBeGreaterThan(3 * 24);
  const steps = candles.slice(1).map(([time], index) => time - candles[index][0]);
  expect([...new Set(steps)]).toEqual([3_600_000]);
});

test("the icon, which a browser looks at whenever the address changes, is kept for a day; the page never is", async () => {
  const kept = async (path: string) => (await fetch(server.url + path)).headers.get("cache-control");
  expect([await kept("/icon.svg"), await kept("/")]).toEqual(["public, max-age=86400", "no-cache"]);
});

test("tiles of every level of detail hold final columns, compressed and cached by tag", async () => {
  for (const [level] of HEAT_LEVELS.entries()) {
    const path = tilePath(market, { level, time: (market.lastTime ?? 0) - 1 - HEAT_LEVELS[level].columnMs });
    expect(finalColumns(await getTile(server.url + path)).size).toBeGreaterThan(0);
    const first = await fetch(server.url + path);
    expect(first.headers.get("content-encoding")).toBe("gzip");
    const again = await fetch(server.url + path, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
    expect([200, 304]).toContain(again.status);
    if (first.headers.get("cache-control")?.includes("immutable")) expect(again.status).toBe(304);
  }
});

test("a sketch of a tile has its columns and each side's money in one tier", async () => {
  const path = tilePath(market, { level: 1, time: (market.lastTime ?? 0) - 600_000 });
  const [whole, sketch] = [await getTile(server.url + path), await getTile(`${server.url}${path}?tiers=together`)];
  expect(finalColumns(sketch).size).toBeGreaterThanOrEqual(finalColumns(whole).size);
  const planesOf = ({ bytes }: HeatTile) =>
    Array.from({ length: PLANE_COUNT }, (_, plane) => bytes.subarray(plane * 65_536, (plane + 1) * 65_536).some(Boolean));
  expect(planesOf(sketch).flatMap((isFilled, plane) => (isFilled ? [plane % TIER_COUNT] : []))).toContain(0);
  expect(planesOf(sketch).filter(Boolean).length).toBeLessThanOrEqual(2);
  expect(planesOf(whole).filter(Boolean).length).toBeGreaterThan(2);
});

test("a tile where nothing is answers 204", async () => {
  expect((await fetch(`${base()}/tiles/1/0/0`)).status).toBe(204);
});

test("the stream sends the forming column and the book now", async () => {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/stream`);
  const texts: unknown[] = [];
  const kinds = new Set<string>();
  let column = Number.NaN;
  const complete = new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("message", (data: Buffer, isBinary) => {
      if (!isBinary) {
        texts.push(serverMessageSchema.parse(JSON.parse(data.toString())));
        return;
      }
      const frame = parseFrame(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer);
      kinds.add(frame.kind);
      if (frame.kind === "column") ({ column } = frame.column);
      if (kinds.size === 2) resolve();
    });
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "subscribe", market: market.id, level: 1 }));
  await complete;
  socket.terminate();
  expect(texts[0]).toMatchObject({ type: "hello", source: "simulated" });
  expect(Math.abs(column - columnIndexOf(HEAT_LEVELS[1], Date.now()))).toBeLessThanOrEqual(1);
});

test("CoinGlass clients get their heatmap", async () => {
  const reply = await fetch(`${server.url}/api/futures/liquidation/heatmap/model1?exchange=Binance&symbol=BTCUSDT&range=24h`, {
    headers: { "CG-API-KEY": "any" },
  });
  const { code, data } = (await reply.json()) as {
    code: string;
    data: { y_axis: number[]; liquidation_leverage_data: number[][]; price_candlesticks: [number, ...string[]][] };
  };
  expect(code).toBe("0");
  expect(data.y_axis).toEqual([...data.y_axis].sort((a, b) => a - b));
  expect(data.liquidation_leverage_data.length).toBeGreaterThan(1_000);
  for (const [x, y, usd] of data.liquidation_leverage_data) {
    if (!(x < data.price_candlesticks.length && y < data.y_axis.length && usd > 0)) throw new Error(`outside the axes: ${x}, ${y}, ${usd}`);
  }
  expect(
    data.price_candlesticks
      .at(-1)
      ?.slice(1)
      .every((text) => typeof text === "string" && Number.isFinite(Number(text))),
  ).toBe(true);
});

describe("a bad question", () => {
  test.each([
    ["/v1/markets/binance/NOPEUSDT/levels", 404, "NOPEUSDT"],
    ["/v1/markets/nowhere/BTCUSDT/levels", 404, "nowhere"],
    ["/v1/markets/binance/BTCUSDT/tiles/99/0/0", 400, "level"],
    ["/v1/markets/binance/BTCUSDT/tiles/1/x/0", 400, "x"],
    ["/v1/markets/binance/BTCUSDT/candles?interval=7m", 400, "interval"],
    ["/v1/markets/binance/BTCUSDT/candles?interval=1h&from=soon", 400, "from"],
    ["/v1/markets/binance/BTCUSDT/levels?reach=lots", 400, "reach"],
    ["/v1/nothing", 404, "/v1/nothing"],
  ])("%s is a problem %i that names %s", async (path, status, name) => {
    const reply = await fetch(server.url + path);
    const problem = problemSchema.parse(await reply.json());
    expect([reply.status, problem.status]).toEqual([status, status]);
    expect(problem.detail).toContain(name);
    expect(reply.headers.get("content-type")).toContain("application/problem+json");
  });

  test.each([
    ["exchange=Binance&symbol=BTCUSDT&range=5y", "range"],
    ["exchange=Binance&symbol=NOPE&range=24h", "NOPE"],
    ["exchange=Binance&range=24h", "symbol"],
  ])("on CoinGlass's surface (%s) has its envelope and names %s", async (query, name) => {
    const reply = await fetch(`${server.url}/api/futures/liquidation/heatmap/model1?${query}`);
    const { code, msg } = (await reply.json()) as { code: string; msg: string };
    expect(code).toMatch(/^4\d\d$/);
    expect(msg).toContain(name);
  });

  test("on the stream is answered, not dropped", async () => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/stream`);
    await once(socket, "open");
    const errors: string[] = [];
    const two = new Promise<void>((resolve) => {
      socket.on("message", (data: Buffer, isBinary) => {
        const message = isBinary ? undefined : serverMessageSchema.parse(JSON.parse(data.toString()));
        if (message?.type === "error" && errors.push(message.detail) === 2) resolve();
      });
    });
    socket.send("{");
    socket.send(JSON.stringify({ type: "subscribe", market: "binance:NOPE", level: 1 }));
    await two;
    socket.terminate();
    expect(errors[1]).toContain("NOPE");
  });
});

test("the API describes itself", async () => {
  const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: Record<string, unknown> };
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(["/v1/markets", "/v1/status"]));
  expect((await fetch(`${server.url}/docs`)).status).toBe(200);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test("after a restart no final column has changed", async () => {
  const path = tilePath(market, { level: 1, time: (market.lastTime ?? 0) - 1 - 4 * 3_600_000 });
  const before = finalColumns(await getTile(server.url + path));
  expect(await server.stop()).toBe(0);
  server = await servePowderkeg(args());
  market = await untilFilled(server.url, "binance:BTCUSDT");
  const after = finalColumns(await getTile(server.url + path));
  expect(before.size).toBeGreaterThan(12);
  for (const [column, bytes] of before) expect(after.get(column)).toBe(bytes);
});
