import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { createApp } from "#server/app.ts";
import { explainReplySchema, levelsReplySchema, problemSchema } from "#wire/messages.ts";
import { BTC, type HubScene, START, openScene, untilLoaded } from "./hub-scene.ts";

const BASE = "/v1/markets/binance/BTCUSDT";

let scene: HubScene;
let app: FastifyInstance;
const serverProblems: string[] = [];

beforeAll(async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  app = await createApp({ hub: scene.hub, version: "1.2.3", webDir: undefined, apiKeys: [], onProblem: (_, problem) => serverProblems.push(problem) });
});
afterAll(async () => {
  await app.close();
  await scene.close();
});

test("a cell of the book now is explained by parts that sum to it", async () => {
  const { levels, mark } = levelsReplySchema.parse((await app.inject(`${BASE}/levels?rowsPerCell=10`)).json());
  for (const side of ["long", "short"] as const) {
    const usdOf = (level: (typeof levels)[number]) => (side === "long" ? level.longUsd : level.shortUsd);
    const largest = [...levels].sort((a, b) => usdOf(b) - usdOf(a))[0];
    const reply = await app.inject(`${BASE}/explain?time=${START + 30_000}&price=${largest.price}&side=${side}&rowsPerCell=10`);
    const { time, market, usd, explainedUsd, parts, rest } = explainReplySchema.parse(reply.json());
    expect({ time, market }).toEqual({ time: START, market: BTC });
    expect(usd / usdOf(largest)).toBeCloseTo(1, 3);
    expect(explainedUsd / usd).toBeCloseTo(1, 4);
    expect(parts.reduce((sum, { usdNow }) => sum + usdNow, rest.usdNow) / usd).toBeCloseTo(1, 4);
    expect(Math.sign(parts[0].entryPrice - largest.price)).toBe(side === "long" ? 1 : -1);
    expect(Math.abs(parts[0].entryPrice / mark - 1)).toBeLessThan(0.2);
  }
});

test("a cell of the past is explained as it was then", async () => {
  const time = START - 90 * MINUTE_MS;
  const reply = explainReplySchema.parse((await app.inject(`${BASE}/explain?time=${time}&price=70000&side=long&tier=10`)).json());
  expect(reply.time).toBe(time);
  for (const { entryUntil, leverage } of reply.parts) {
    expect(entryUntil).toBeLessThanOrEqual(time);
    expect(leverage).toBeGreaterThan(5);
    expect(leverage).toBeLessThanOrEqual(15);
  }
});

test("what cannot be explained is refused in a sentence", async () => {
  const early = await app.inject(`${BASE}/explain?time=1000&price=70000&side=long`);
  expect(early.statusCode).toBe(404);
  expect(problemSchema.parse(early.json()).detail).toContain("no map at 1970-01-01");
  expect((await app.inject(`${BASE}/explain?time=${START}&price=70000&side=both`)).statusCode).toBe(400);
  expect((await app.inject(`/v1/markets/binance/NONE/explain?time=${START}&price=70000&side=long`)).statusCode).toBe(404);
  const many = await Promise.all(Array.from({ length: 8 }, () => app.inject(`${BASE}/explain?time=${START}&price=70000&side=long`)));
  expect(many.filter(({ statusCode }) => statusCode === 200)).toHaveLength(4);
  expect(many.filter(({ statusCode }) => statusCode === 503)).toHaveLength(4);
  expect(serverProblems).toEqual([]);
});
