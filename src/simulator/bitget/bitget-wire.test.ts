import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import { type TextLevels, createFollowedBook, pricesOf } from "#simulator/wire/follow-book.conformance.ts";
import { type PlainLine, connect, get } from "#simulator/wire/plain-client.conformance.ts";
import { bookSequence } from "./wire-figures.ts";
import { type LIQUIDATION, REST_SCHEMAS, STREAMS, schemaOf } from "./wire-schemas.conformance.ts";

const NOW = Date.UTC(2026, 0, 3, 1, 30);
const QUERY = "category=USDT-FUTURES&symbol=BTCUSDT";
let exchanges: SimulatedExchanges;
let rest: string;
let lines: PlainLine[] = [];

beforeAll(async () => {
  exchanges = await startSimulatedExchanges({ seed: "bitget", coins: ["BTC"], exchanges: ["bitget"], now: NOW, historyDays: 1, host: "127.0.0.1", port: 0 });
  rest = exchanges.hosts["POWDERKEG_BITGET_REST_URL"];
});
afterAll(() => exchanges.stop());
afterEach(() => {
  for (const line of lines.splice(0)) line.close();
});

async function subscribed(arg: Record<string, string>): Promise<PlainLine> {
  const line = connect(`${exchanges.hosts["POWDERKEG_BITGET_WS_URL"]}/v3/ws/public`);
  lines.push(line);
  await line.open();
  line.send({ op: "subscribe", args: [arg] });
  expect(await line.next()).toEqual({ event: "subscribe", arg });
  return line;
}

interface Page {
  readonly list: readonly z.infer<typeof LIQUIDATION>[];
  readonly cursor: string;
}

const dataOf = async <Data>(path: string): Promise<Data> => ((await get(rest + path)).body as { data: Data }).data;

describe("REST", () => {
  it.each(Object.entries(REST_SCHEMAS))("answers %s in Bitget's shape", async (path, schema: z.ZodType) => {
    const { status, body } = await get(rest + path);
    expect(status).toBe(200);
    schema.parse(body);
  });

  it.each([
    ["/api/v3/market/candles?category=USDT-FUTURES&symbol=NOPE&interval=1m", "40034"],
    ["/api/v3/market/candles?symbol=BTCUSDT&interval=1m", "40019"],
    [`/api/v3/market/candles?${QUERY}&interval=7m`, "40017"],
    ["/api/v3/market/candles?category=SPOT&symbol=BTCUSDT&interval=1m", "40017"],
  ])("refuses %s", async (path, code) => {
    expect(await get(rest + path)).toMatchObject({ status: 400, body: { code, data: null } });
  });

  it("gives the newest candles before an excluded end, oldest first", async () => {
    const end = Date.UTC(2026, 0, 2, 12);
    const candles = await dataOf<string[][]>(`/api/v3/market/history-candles?${QUERY}&interval=1m&limit=3&startTime=${end - 3_600_000}&endTime=${end}`);
    expect(candles.map(([start]) => Number(start))).toEqual([end - 180_000, end - 120_000, end - 60_000]);
  });

  it("pages liquidations into the past; pages share their edge, and none is missing", async () => {
    const path = `/api/v3/market/liquidations?${QUERY}&limit=40`;
    const pages = [await dataOf<Page>(path)];
    for (let i = 0; i < 2; i++) pages.push(await dataOf<Page>(`${path}&cursor=${pages[i].cursor}`));
    expect(pages[1].list[0]).toEqual(pages[0].list.at(-1));
    const times = pages.flatMap(({ list }) => list.map(({ ts }) => Number(ts)));
    expect([...times].sort((a, b) => b - a)).toEqual(times);
    const merged = new Set(pages.flatMap(({ list }) => list.map((row) => JSON.stringify(row))));
    expect(merged.size).toBe(120 - 2);
  });

  it("shows over REST, late, what the stream has shown", async () => {
    const line = await subscribed(STREAMS.liquidation.arg);
    exchanges.faults.inject([{ kind: "forced-orders", count: 10 }]);
    const [shown] = schemaOf("liquidation").parse(await line.next()).data as Page["list"];
    const { list } = await dataOf<Page>(`/api/v3/market/liquidations?${QUERY}&limit=100`);
    expect(list.map(({ ts }) => Number(ts)).filter((ts) => ts >= Number(shown.ts))).toEqual([]);
  });
});

describe("WebSocket", () => {
  it.each(["publicTrade", "ticker", "kline", "books", "books5"] as const)("sends %s in Bitget's shape", async (name) => {
    const line = await subscribed(STREAMS[name].arg);
    const first = schemaOf(name).parse(await line.next());
    expect(first.action).toBe("snapshot");
    schemaOf(name).parse(await line.next());
  });

  it("sums liquidations of a side and second in quote coin, and names the side of the position", async () => {
    const line = await subscribed(STREAMS.liquidation.arg);
    exchanges.faults.inject([{ kind: "forced-orders", count: 500 }]);
    const shown: Page["list"][number][] = [];
    while (shown.length < 3) shown.push(...(schemaOf("liquidation").parse(await line.next()).data as Page["list"]));
    const names = shown.map(({ ts, side }) => `${Math.floor(Number(ts) / 1_000)}/${side}`);
    expect(new Set(names).size).toBe(names.length);
    const sent = exchanges.journal.liquidations({ exchange: "bitget" });
    for (const { ts, side, amount, price } of shown)
      expect(sent).toContainEqual(
        expect.objectContaining({
          time: Number(ts),
          positionSide: side === "buy" ? "long" : "short",
          size: Number((Number(amount) / Number(price)).toPrecision(12)),
          bankruptcyPrice: Number(price),
        }),
      );
  });

  it("keeps a book whose changes chain by sequence numbers of 19 digits", async () => {
    const line = await subscribed(STREAMS.books.arg);
    const numbersOf = (text: string) => ({ pseq: /"pseq":(\d+)/.exec(text)?.[1], seq: /"seq":(\d+)/.exec(text)?.[1] });
    const sidesOf = (text: string) => {
      const [{ a, b }] = (JSON.parse(text) as { data: { a: TextLevels; b: TextLevels }[] }).data;
      return { bids: b, asks: a };
    };
    const opening = await line.text();
    const book = createFollowedBook();
    book.reset(sidesOf(opening));
    let { seq } = numbersOf(opening);
    expect(numbersOf(opening).pseq).toBe("0");
    expect(seq).toMatch(/^\d{19}$/);
    let compared = 0;
    for (let i = 0; i < 8; i++) {
      const text = await line.text();
      expect(numbersOf(text).pseq).toBe(seq);
      ({ seq } = numbersOf(text));
      book.change(sidesOf(text));
      const [{ book: truth, instrument }] = exchanges.listings;
      if (seq !== bookSequence(truth.lastId)) continue;
      compared++;
      expect(book.bids(9_999)).toEqual(pricesOf(truth.bids(1_000), instrument));
      expect(book.asks(9_999)).toEqual(pricesOf(truth.asks(1_000), instrument));
    }
    expect(compared).toBeGreaterThan(0);
  });

  it("answers a text ping, and refuses what it does not have", async () => {
    const line = await subscribed(STREAMS.books.arg);
    line.send("ping");
    while ((await line.text()) !== "pong");
    for (const [message, code] of [
      ["{", 30002],
      [JSON.stringify({ op: "nonsense" }), 30003],
      [JSON.stringify({ op: "subscribe", args: [{ instType: "usdt-futures", topic: "nothing", symbol: "BTCUSDT" }] }), 30001],
      [JSON.stringify({ op: "subscribe", args: [{ instType: "usdt-futures", topic: "books", symbol: "NOPE" }] }), 30001],
    ] as const) {
      line.send(message);
      expect(await line.where(({ event }) => event !== undefined)).toMatchObject({ event: "error", code });
    }
  });

  it("cuts who sends more than ten messages a second", async () => {
    const line = await subscribed(STREAMS.books5.arg);
    for (let i = 0; i < 30; i++) line.send("ping");
    expect(await line.ended()).toBe(1006);
  });
});
