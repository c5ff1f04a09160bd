import { afterEach, describe, expect, test } from "vitest";
import { asMs } from "#core/units.ts";
import type { BookDatum, Datum } from "./frame.ts";
import { type Asked, ID, NOW, type PlainExchange, type PlainOptions, agree, startPlainExchange } from "./plain-exchange.conformance.ts";

let exchange: PlainExchange;
afterEach(() => exchange.stop());

async function start(options: PlainOptions): Promise<PlainExchange> {
  exchange = await startPlainExchange(options);
  await exchange.server.until(() => exchange.server.lines().length === 1);
  return exchange;
}

const mark = (after: number): Datum => ({ kind: "ticker", instrument: ID, time: asMs(NOW + after), mark: 60_000 });
const MARK = { stream: "mark", staleAfterMs: 10_000 } as const;
const TRADES = { stream: "trades", staleAfterMs: 30_000 } as const;
const BOOK = { stream: "book", staleAfterMs: 20_000 } as const;
const LIQUIDATIONS = { stream: "liquidations", staleAfterMs: undefined } as const;

describe("subscribing", () => {
  test("asks in messages of no more than the allowed topics, and no faster than allowed", async () => {
    const limits = { mostTopicsPerMessage: 2, mostBytesPerMessage: 1_000, messages: [{ weight: 1, windowMs: 5_000 }] };
    const message = (action: string, topics: readonly { topic: string }[], request: string) =>
      JSON.stringify({ action, topics: topics.map(({ topic }) => topic), request });
    const { clock, asked } = await start({
      streams: [MARK, TRADES, BOOK, LIQUIDATIONS, { stream: "index", staleAfterMs: 10_000 }],
      plan: () => ({ subscribing: { ...limits, message, answersTo: "topic" } }),
    });
    const at: number[] = [];
    await clock.advanceUntil(() => {
      while (at.length < asked.length) at.push(clock.now() - NOW);
      return asked.length === 3;
    }, 500);
    expect(asked.map(({ topics }) => topics)).toEqual([["mark", "trades"], ["book", "liquidations"], ["index"]]);
    expect(at[1]).toBeGreaterThanOrEqual(5_000);
    expect(at[2]).toBeGreaterThanOrEqual(10_000);
  });

  test("divides a message that would be too long", async () => {
    const { asked, server } = await start({ streams: [MARK, TRADES], plan: () => ({ subscribing: narrow(40) }) });
    await server.until(() => asked.length === 2);
    expect(asked.map(({ topics }) => topics)).toEqual([["mark"], ["trades"]]);
  });

  test("a topic that nobody answers for ends the line, in words", async () => {
    const { clock, server, healthOf } = await start({
      streams: [MARK, LIQUIDATIONS],
      answer: (asked) => agree({ ...asked, topics: asked.topics.filter((topic) => topic !== "liquidations") }),
    });
    await clock.advanceUntil(() => server.opened() === 2, 1_000);
    expect(healthOf("liquidations").problem).toBe("Plain did not answer the subscription to liquidations");
  });

  test("a refused topic is down in words and counted, the others live", async () => {
    const { clock, heard, say, healthOf } = await start({ streams: [MARK, LIQUIDATIONS], answer: refuse("liquidations", "no such symbol") });
    await clock.advanceUntil(() => healthOf("liquidations").problem !== undefined);
    say(mark(1));
    await heard.until(["mark"]);
    expect(healthOf("liquidations")).toMatchObject({ state: "connecting", problem: "Plain refuses liquidations: no such symbol" });
    expect(healthOf("connection main")).toMatchObject({ dropped: 1, problem: "refused: no such symbol" });
    expect(healthOf("mark").state).toBe("live");
  });

  test("answers by request count for all topics of the message", async () => {
    const { clock, server, asked, healthOf } = await start({
      streams: [{ ...MARK, staleAfterMs: undefined }, LIQUIDATIONS],
      plan: () => ({ subscribing: { ...narrow(1_000), answersTo: "request" } }),
      answer: ({ request, line }) => line.say({ kind: "subscribed", to: request }),
    });
    await clock.advanceUntil(() => healthOf("liquidations").state === "live");
    await clock.advance(15_000);
    expect([server.opened(), asked.length]).toEqual([1, 1]);
  });

  test("agreed to but silent: the topic is asked for anew, then the line is, once", async () => {
    const { clock, server, asked, say, healthOf } = await start({ streams: [MARK, TRADES] });
    let second = 0;
    const speak = (): void => say(mark(++second));
    await clock.advanceUntil(() => {
      speak();
      return asked.length === 3;
    }, 1_000);
    expect(asked.slice(1).map(({ action, topics }) => [action, topics])).toEqual([
      ["unsubscribe", ["trades"]],
      ["subscribe", ["trades"]],
    ]);
    expect(healthOf("trades").problem).toBe("subscribed to trades, but nothing comes");
    expect(server.opened()).toBe(1);
    await clock.advanceUntil(() => {
      speak();
      return server.opened() === 2;
    }, 1_000);
    expect(healthOf("connection main").problem).toBe("subscribed to trades, but nothing comes");
    await clock.advanceUntil(() => {
      speak();
      return second >= 4_000;
    }, 1_000);
    expect(server.opened()).toBe(2);
    expect(asked.filter(({ action }) => action === "unsubscribe").length).toBeGreaterThan(2);
  });
});

test("where the address names the topics, the line is opened anew for the sake of one of them, once", async () => {
  const { clock, server, say, healthOf } = await start({ streams: [MARK, TRADES], plan: () => ({ subscribing: undefined }) });
  let second = 0;
  await clock.advanceUntil(() => {
    say(mark(++second));
    return second >= 2_000;
  }, 1_000);
  expect(server.opened()).toBe(2);
  expect(healthOf("trades")).toMatchObject({ state: "stale", problem: "subscribed to trades, but nothing comes" });
});

describe("a book whose stream begins with a snapshot", () => {
  const book = (last: number, previous?: number): BookDatum => ({
    kind: "book",
    instrument: ID,
    last,
    ...(previous === undefined ? {} : { previous }),
    event: { kind: "book", instrument: ID, time: asMs(NOW + last), snapshot: previous === undefined, bids: [[60_000, last]], asks: [] },
  });

  test("goes on as long as updates follow one another, through repeats, keep-alives and a count that begins anew", async () => {
    const { heard, say } = await start({ streams: [BOOK] });
    const later = { ...book(5, 12), event: { ...book(5, 12).event, time: asMs(NOW + 50) } };
    const idle = { ...book(11, 11), event: { ...book(11, 11).event, bids: [] } };
    say(book(10), book(11, 10), book(11, 10), idle, book(12, 11), later, book(6, 5));
    await heard.untilTrue(() => heard.events.length === 5);
    expect(sizes()).toEqual([10, 11, 12, 5, 6]);
    expect(exchange.healthOf("book").gaps).toBe(0);
  });

  test("is asked for anew after a hole, and says nothing until the next snapshot", async () => {
    const { server, heard, say, asked } = await start({ streams: [BOOK] });
    say(book(10), book(13, 12), book(14, 13));
    await server.until(() => asked.length === 3);
    expect(asked.map(({ action }) => action)).toEqual(["subscribe", "unsubscribe", "subscribe"]);
    say(book(20), book(21, 20));
    await heard.untilTrue(() => heard.events.length === 3);
    expect(sizes()).toEqual([10, 20, 21]);
    expect(exchange.healthOf("book")).toMatchObject({ gaps: 1, problem: "book jumps from 10 to 12, asking for it anew" });
  });

  test("comes with a new line where the limits of this one leave no room to ask", async () => {
    const { clock, server, say, healthOf } = await start({
      streams: [BOOK],
      plan: () => ({ subscribing: { ...narrow(1_000), messages: [{ weight: 2, windowMs: 3_600_000 }] } }),
    });
    await clock.advanceUntil(() => server.opened() === 1 && healthOf("book").state !== "closed");
    say(book(10), book(13, 12));
    let last = 13;
    await clock.advanceUntil(() => {
      say(book(++last, last - 1));
      return server.opened() === 2;
    }, 1_000);
    expect(clock.now() - NOW).toBeLessThan(70_000);
    expect(healthOf("connection main").problem).toBe("Plain did not answer the subscription to book");
  });

  test("takes no older snapshot of a line that is behind, but one of an exchange that began anew", async () => {
    const { heard, say } = await start({ streams: [BOOK] });
    const anew = { ...book(1), event: { ...book(1).event, time: asMs(NOW + 60) } };
    say(book(10), book(11, 10), book(9), book(12, 11), anew, book(2, 1));
    await heard.untilTrue(() => heard.events.length === 5);
    expect(sizes()).toEqual([10, 11, 12, 1, 2]);
  });

  const sizes = (): number[] => exchange.heard.events.flatMap((event) => (event.kind === "book" ? event.bids[0][1] : []));
});

test("frames that are let go are counted, and are holes", async () => {
  const { clock, heard, say, healthOf } = await start({ streams: [MARK, LIQUIDATIONS], plan: () => ({ intake: { mostItems: 3, mostCharacters: 1_000_000 } }) });
  await clock.advanceUntil(() => healthOf("liquidations").state === "live");
  for (let i = 1; i <= 200; i++) say(mark(i));
  await heard.untilTrue(() => heard.count() + healthOf("connection main").shed === 200);
  await clock.advanceUntil(() => healthOf("liquidations").gaps === 1, 100);
  expect(healthOf("connection main")).toMatchObject({ gaps: 1, problem: expect.stringContaining("let go") as string });
  expect(healthOf("connection main").shed).toBeGreaterThan(0);
});

test("the exchange's clock is compared with half of the way taken off", async () => {
  const { clock, healthOf } = await start({
    streams: [MARK],
    plan: (time) => ({
      async serverTime(signal) {
        const answered = asMs(time.now() + 400 + 5_000);
        await time.sleep(800, signal);
        return answered;
      },
    }),
  });
  await clock.advanceUntil(() => healthOf("clock").skewMs !== undefined, 100);
  expect(healthOf("clock")).toMatchObject({ skewMs: 5_000, problem: "the clock of Plain is 5.0 s ahead of ours; is this machine's right?" });
});

test("a clock that is set counts from the next answer, and what was said of it is over", async () => {
  let aheadMs = 600_000;
  const { clock, healthOf } = await start({ streams: [MARK], plan: (time) => ({ serverTime: () => Promise.resolve(asMs(time.now() + aheadMs)) }) });
  await clock.advanceUntil(() => healthOf("clock").messages >= 5, 1_000);
  expect(healthOf("clock")).toMatchObject({ skewMs: 600_000, problemAt: NOW, problem: expect.stringContaining("600.0 s ahead") as string });
  aheadMs = -3;
  await clock.advance(60_000);
  expect(healthOf("clock")).toMatchObject({ skewMs: -3, problem: undefined });
});

function narrow(mostBytesPerMessage: number) {
  return {
    message: (action: string, topics: readonly { topic: string }[], request: string) =>
      JSON.stringify({ action, topics: topics.map(({ topic }) => topic), request }),
    answersTo: "topic" as const,
    mostTopicsPerMessage: 10,
    mostBytesPerMessage,
    messages: [],
  };
}

const refuse =
  (topic: string, reason: string) =>
  (asked: Asked): void => {
    agree({ ...asked, topics: asked.topics.filter((each) => each !== topic) });
    if (asked.topics.includes(topic)) asked.line.say({ kind: "refused", to: topic, reason });
  };
