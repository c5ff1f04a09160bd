import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BookEvent, EventOf, MarketEvent, MarketEventKind } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { type BackfillKind, CONTRACT_CLASSES, type Exchange, type Feed } from "#exchanges/exchange.ts";
import { createExchanges, hostsFrom } from "#exchanges/registry.ts";
import type { FaultRequest } from "#simulator/wire/fault.ts";
import { VENUES } from "#simulator/registry.ts";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import { PATIENCE_MS } from "./support/patience.ts";
import { until } from "./support/until.ts";

/**
 * Two readings of the same documentation, by different authors, over real sockets: what the simulator says it sent is what the adapter must hand over.
 * Most of the time is waiting, so each exchange is tried beside the others.
 */
describe.concurrent.each(VENUES.map(({ declaration }) => declaration.exchange))("%s", (id) => {
  let now: number;
  let market: SimulatedExchanges;
  let exchange: Exchange;
  let instruments: readonly Instrument[];

  beforeAll(async () => {
    now = Date.now();
    market = await startSimulatedExchanges({ seed: "two readings", coins: ["BTC"], exchanges: [id], now, historyDays: 1, host: "127.0.0.1", port: 0 });
    [exchange] = createExchanges([id], hostsFrom(market.hosts));
    instruments = await exchange.instruments({ coins: ["BTC"], contracts: CONTRACT_CLASSES }, AbortSignal.timeout(PATIENCE_MS));
  });
  afterAll(() => market.stop());

  it.sequential("answers the probe, lists what the simulator lists, gives brackets of each", async () => {
    await exchange.probe(AbortSignal.timeout(PATIENCE_MS));
    expect(instruments.map(({ symbol }) => symbol).sort()).toEqual(market.listings.map(({ symbol }) => symbol).sort());
    const tables = (await exchange.brackets?.(instruments, AbortSignal.timeout(PATIENCE_MS))) ?? [];
    expect(tables.map(({ instrument }) => instrument).sort()).toEqual(instruments.map(instrumentId).sort());
    for (const { brackets } of tables) expect(brackets.length).toBeGreaterThan(1);
  });

  it.sequential("fills history of every kind in order and without a hole", async () => {
    const to = Math.floor(now / HOUR_MS) * HOUR_MS;
    const from = to - 22 * HOUR_MS;
    for (const instrument of instruments) {
      const times = async (kind: BackfillKind, intervalMs: number): Promise<number[]> => {
        const events: MarketEvent[] = [];
        const request = { instrument, kind, from: asMs(from), to: asMs(to), intervalMs: asMs(intervalMs) };
        for await (const batch of exchange.backfill(request, AbortSignal.timeout(PATIENCE_MS))) events.push(...batch);
        return events.map((event) => ("openTime" in event ? event.openTime : event.time));
      };
      const everyMinute = Array.from({ length: 22 * 60 }, (_, minute) => from + minute * MINUTE_MS);
      for (const kind of ["candles", "mark-candles"] as const)
        if (exchange.declaration.history[kind] !== undefined) expect(await times(kind, MINUTE_MS)).toEqual(everyMinute);
      const fewer = [
        ["open-interest", 250],
        ["ratio", 250],
        ["funding", 2],
        ["liquidations", 5],
      ] as const;
      for (const [kind, least] of fewer) {
        if (exchange.declaration.history[kind] === undefined || (kind === "funding" && instrument.expiry !== undefined)) continue;
        const found = await times(kind, 5 * MINUTE_MS);
        expect({ kind, enough: found.length >= least }).toEqual({ kind, enough: true });
        expect(found).toEqual(found.toSorted((a, b) => a - b));
      }
    }
  });

  it.sequential("hands over what was sent, once, on good lines", async () => {
    const run = listen();
    await run.goodFor(2_000);
    // They are stamped in the second before.
    const from = Date.now() - 1_500;
    market.faults.inject([{ kind: "forced-orders", count: 40 }]);
    await pause(3_000);
    const isForced = run.feed.health().some(({ stream }) => stream === "liquidations");
    await until(async () => (!isForced || sentLiquidations(from, Date.now()).length > 0 ? true : undefined), { describe: () => "nobody was forced" });
    const to = Date.now();
    // What is stamped before comes until a second later, on good lines too.
    await pause(2_000);
    await untilSame(() => [run.trades(from, to), sentTrades(from, to)]);
    if (isForced) await untilSame(() => [run.liquidations(from, to), sentLiquidations(from, to)]);
    const health = run.feed.health();
    await run.feed.stop();
    for (const { stream, dropped, gaps, reconnects } of health)
      expect({ stream, dropped, gaps, reconnects }).toEqual({ stream, dropped: 0, gaps: 0, reconnects: 0 });
    expect(run.trades(from, to)).toEqual(sentTrades(from, to));
    run.checkBooks();
    if (!isForced) return;
    expect(run.liquidations(from, to).length).toBeGreaterThan(0);
    expect(run.liquidations(from, to)).toEqual(sentLiquidations(from, to));
  });

  it.sequential("loses and doubles no trade, and ends with a book that holds together, on lines that are lost, jump, stutter and mix up", async () => {
    const run = listen();
    await run.goodFor(2_000);
    const from = Date.now();
    const troubles: FaultRequest[] = [
      { kind: "duplicate", durationMs: 5_000 },
      { kind: "garbage", durationMs: 5_000 },
      { kind: "sequence-gap", stream: "book", durationMs: 5_000 },
    ];
    market.faults.inject(troubles);
    await pause(5_000);
    await run.untilHealth((health) => health.some(({ dropped }) => dropped > 0));
    market.faults.inject([{ kind: "disconnect", durationMs: 1_500 }]);
    await pause(2_000);
    await run.untilHealth((health) => health.some(({ reconnects }) => reconnects > 0));
    const back = Date.now();
    await run.goodFor(1_000);
    await until(async () => (run.trades(back, Date.now()).length > 0 ? true : undefined), {
      describe: () => `no trade after the cut; ${market.journal.trades({ from: back }).length} were sent, ${JSON.stringify(run.feed.health())}`,
    });
    const to = Date.now();
    await pause(1_000);
    // What was missed in the cut shows at the next trade, by its id, and is asked for until the exchange gives it.
    await untilSame(() => [run.trades(from, to), sentTrades(from, to)]);
    await run.untilHealth((health) => health.every(({ state }) => state !== "closed" && state !== "stale"));
    await run.feed.stop();
    expect(run.trades(from, to)).toEqual(sentTrades(from, to));
    run.checkBooks();
  });

  function listen() {
    const events: MarketEvent[] = [];
    const feed: Feed = exchange.feed({ instruments, signal: new AbortController().signal, onEvents: (batch) => void events.push(...batch) });
    const of = <Kind extends MarketEventKind>(kind: Kind) => events.filter((event): event is EventOf<Kind> => event.kind === kind);
    return {
      feed,
      trades: (from: number, to: number) =>
        written(of("trade"), from, to, ({ instrument, time, price, size, takerSide }) => [instrument, time, price, size, takerSide]),
      liquidations: (from: number, to: number) =>
        written(of("liquidation"), from, to, ({ instrument, time, price, orderPrice = price, size, positionSide }) => [
          instrument,
          time,
          orderPrice,
          size,
          positionSide,
        ]),
      async untilHealth(isGood: (health: ReturnType<Feed["health"]>) => boolean) {
        await until(async () => isGood(feed.health()) || undefined, { describe: () => JSON.stringify(feed.health()) });
      },
      /** Resolves when every book and tape has been live for so long. */
      async goodFor(ms: number) {
        const isGood = () => feed.health().every(({ stream, state }) => !["trades", "book", "liquidations"].includes(stream) || state === "live");
        await until(async () => (isGood() && of("book").length > 0 ? true : undefined), { describe: () => JSON.stringify(feed.health()) });
        await pause(ms);
      },
      checkBooks() {
        for (const instrument of instruments) {
          const { bids, asks } = followed(of("book").filter((event) => event.instrument === instrumentId(instrument)));
          expect(bids.length).toBeGreaterThan(15);
          expect(asks.length).toBeGreaterThan(15);
          expect(Math.max(...bids)).toBeLessThan(Math.min(...asks));
        }
      },
    };
  }

  const idOf = (symbol: string) => `${id}:${symbol}`;
  const sentTrades = (from: number, to: number) =>
    written(market.journal.trades(), from, to, ({ symbol, time, price, size, takerSide }) => [idOf(symbol), time, price, size, takerSide]);
  const sentLiquidations = (from: number, to: number) =>
    written(
      market.journal.liquidations().filter(({ listeners }) => listeners > 0),
      from,
      to,
      ({ symbol, time, bankruptcyPrice, size, positionSide }) => [idOf(symbol), time, bankruptcyPrice, size, positionSide],
    );
});

/** Waits until both have the same lines. */
async function untilSame(read: () => readonly [readonly string[], readonly string[]]): Promise<void> {
  const describe = () => {
    const [heard, sent] = read();
    return `${sent.filter((line) => !heard.includes(line)).length} of ${sent.length} are missing, ${heard.length} were heard`;
  };
  await until(async () => (([heard, sent]) => heard.join("\n") === sent.join("\n") || undefined)(read()), { describe });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function written<Item extends { readonly time: number }>(
  items: readonly Item[],
  from: number,
  to: number,
  cells: (item: Item) => readonly unknown[],
): string[] {
  return items
    .filter(({ time }) => time >= from && time <= to)
    .map((item) => cells(item).map(cellOf).join(" "))
    .toSorted();
}

/** Contracts times their size are not to the last bit what the simulator counts. */
const cellOf = (cell: unknown) => (typeof cell === "number" ? String(Number(cell.toPrecision(12))) : String(cell));

/** Prices that a book which starts with its last snapshot has at the end. */
function followed(events: readonly BookEvent[]): { bids: number[]; asks: number[] } {
  const sides = { bids: new Map<number, number>(), asks: new Map<number, number>() };
  for (const event of events)
    for (const side of ["bids", "asks"] as const) {
      if (event.snapshot) sides[side].clear();
      for (const [price, size] of event[side])
        if (size === 0) sides[side].delete(price);
        else sides[side].set(price, size);
    }
  return { bids: [...sides.bids.keys()], asks: [...sides.asks.keys()] };
}
