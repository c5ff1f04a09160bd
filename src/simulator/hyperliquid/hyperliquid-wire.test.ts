import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import { type Message, type PlainLine, connect, post } from "#simulator/wire/plain-client.conformance.ts";
import { ACCOUNT, FILL, INFO_SCHEMAS, STREAM_SCHEMAS, TRADE } from "./wire-schemas.conformance.ts";

const NOW = Date.UTC(2026, 0, 3, 1, 30);
let exchanges: SimulatedExchanges;
/** Hyperliquid allows ten lines: all tests share this one. */
let line: PlainLine;

beforeAll(async () => {
  exchanges = await startSimulatedExchanges({
    seed: "hyperliquid",
    coins: ["BTC"],
    exchanges: ["hyperliquid"],
    now: NOW,
    historyDays: 1,
    host: "127.0.0.1",
    port: 0,
  });
  line = connect(exchanges.hosts["POWDERKEG_HYPERLIQUID_WS_URL"]);
  await line.open();
});
afterAll(async () => {
  line.close();
  await exchanges.stop();
});

const info = (body: object) => post(`${exchanges.hosts["POWDERKEG_HYPERLIQUID_REST_URL"]}/info`, body);
const account = async (user: string) => ACCOUNT.parse((await info({ type: "clearinghouseState", user })).body);

async function subscribe(subscription: object): Promise<() => Promise<unknown>> {
  line.send({ method: "subscribe", subscription });
  expect(await line.where(({ channel }) => channel === "subscriptionResponse")).toEqual({
    channel: "subscriptionResponse",
    data: { method: "subscribe", subscription },
  });
  return async () => {
    line.send({ method: "unsubscribe", subscription });
    await line.where(({ channel }) => channel === "subscriptionResponse");
  };
}

describe("info", () => {
  it.each(INFO_SCHEMAS)("answers %s in Hyperliquid's shape", async (_name, body, schema) => {
    const answer = await info(body);
    expect(answer.status).toBe(200);
    schema.parse(answer.body);
  });

  it.each([
    [{ type: "nothing" }, 422],
    [{ type: "l2Book" }, 422],
    [{ type: "l2Book", coin: "BTC", nSigFigs: 9 }, 422],
    [{ type: "fundingHistory", coin: "NOPE", startTime: 1 }, 500],
    [{ type: "clearinghouseState", user: "0x12" }, 422],
  ])("refuses %j with %i", async (body, status) => {
    expect((await info(body)).status).toBe(status);
  });

  it("knows nothing of an account that does not trade", async () => {
    const nobody = await account(`0x${"0".repeat(40)}`);
    expect(nobody).toMatchObject({ assetPositions: [], marginSummary: { accountValue: "0.0" }, withdrawable: "0.0" });
  });

  it("gives positions as they truly are", async () => {
    const register = exchanges.listings[0].recorder.accounts;
    const holders = register?.holders() ?? [];
    let reachable = 0;
    for (const user of holders.filter((_, i) => i % Math.ceil(holders.length / 60) === 0)) {
      const [{ position }] = (await account(user)).assetPositions;
      const truth = register?.positionOf(user);
      if (truth === undefined) continue;
      expect(Number(position.szi)).toBeCloseTo(truth.side === "long" ? truth.size : -truth.size, 8);
      expect(position.leverage).toMatchObject({ type: truth.marginMode, value: truth.leverage });
      if (truth.liquidationPrice === undefined) expect(position.liquidationPx).toBeNull();
      else expect(Number(position.liquidationPx)).toBeCloseTo(truth.liquidationPrice, 4);
      if (truth.liquidationPrice !== undefined) reachable++;
    }
    expect(reachable).toBeGreaterThan(10);
  });

  it("weighs its requests: beyond 1,200 a minute it answers 429", async () => {
    const twin = await startSimulatedExchanges({ seed: "w", coins: ["BTC"], exchanges: ["hyperliquid"], now: NOW, historyDays: 0, host: "127.0.0.1", port: 0 });
    try {
      const url = `${twin.hosts["POWDERKEG_HYPERLIQUID_REST_URL"]}/info`;
      const answers = await Promise.all(Array.from({ length: 130 }, () => post(url, { type: "meta" })));
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(60);
      expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    } finally {
      await twin.stop();
    }
  });
});

describe("fills", () => {
  it("tell a liquidation from a trade", async () => {
    const [listing] = exchanges.listings;
    const order = listing.forcedBefore.findLast(({ account: closed, filledLots }) => closed !== undefined && filledLots > 0);
    if (order?.account === undefined) throw new Error("nobody was forced in this world");
    const user = listing.recorder.accounts?.addressOf(order.account) ?? "";
    const startTime = Math.floor(order.time) - 5_000;
    const fills = (await info({ type: "userFillsByTime", user, startTime, endTime: startTime + 10_000 })).body as unknown[];
    const forced = fills.map((fill) => FILL.parse(fill)).filter(({ liquidation }) => liquidation !== undefined);
    expect(forced.reduce((sum, { sz }) => sum + Number(sz), 0)).toBeCloseTo(order.filledLots * listing.instrument.lotSize, 8);
    for (const { liquidation } of forced) expect(liquidation).toMatchObject({ liquidatedUser: user });
  });

  it("are those of the tape", async () => {
    const trades = ((await info({ type: "recentTrades", coin: "BTC" })).body as unknown[]).map((trade) => TRADE.parse(trade));
    const [{ users, tid, time, sz }] = trades;
    const fills = ((await info({ type: "userFillsByTime", user: users[0], startTime: time })).body as unknown[]).map((fill) => FILL.parse(fill));
    expect(fills).toContainEqual(expect.objectContaining({ tid, sz, side: "B" }));
  });
});

describe("WebSocket", () => {
  it.each(STREAM_SCHEMAS)("sends %j in Hyperliquid's shape", async (subscription, schema: z.ZodType) => {
    const unsubscribe = await subscribe(subscription);
    schema.parse(await line.next());
    schema.parse(await line.next());
    await unsubscribe();
  });

  it("names on the tape who holds the positions it shows", async () => {
    const unsubscribe = await subscribe({ type: "trades", coin: "BTC" });
    const tape = new Set<string>();
    while (tape.size < 20) for (const { users } of tradesOf(await line.next())) for (const user of users) tape.add(user);
    await unsubscribe();
    const states = await Promise.all([...tape].slice(0, 20).map(account));
    expect(states.filter(({ assetPositions }) => assetPositions.length > 0).length).toBeGreaterThan(5);
  });

  it("tells marks of all coins compressed, and only those that moved", async () => {
    const unsubscribe = await subscribe({ type: "fastAssetCtxs" });
    const { data } = await line.next();
    const marks = JSON.parse(inflateRawSync(Buffer.from(data as string, "base64")).toString("utf8")) as Record<string, { markPx: string }>;
    expect(Number(marks["BTC"].markPx)).toBeGreaterThan(0);
    await unsubscribe();
  });

  it("answers pings, and refuses what it does not have", async () => {
    line.send({ method: "ping" });
    expect(await line.next()).toEqual({ channel: "pong" });
    for (const [message, data] of [
      [{ method: "subscribe", subscription: { type: "trades", coin: "NOPE" } }, /^Invalid subscription/],
      [{ method: "subscribe", subscription: { type: "liquidations" } }, /^Invalid subscription/],
      [{ method: "unsubscribe", subscription: { type: "trades", coin: "BTC" } }, /^Already unsubscribed/],
      ["{", /^Error parsing JSON/],
    ] as const) {
      line.send(message);
      expect(await line.next()).toEqual({ channel: "error", data: expect.stringMatching(data) as string });
    }
  });
});

const tradesOf = ({ data }: Message): z.infer<typeof TRADE>[] => (data as unknown[]).map((trade) => TRADE.parse(trade));
