import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LiquidationEvent, MarketEvent, TradeEvent } from "#core/events.ts";
import { instrumentId } from "#core/instrument.ts";
import { MINUTE_MS } from "#core/units.ts";
import type { Exchange, Feed } from "#exchanges/exchange.ts";
import { createExchanges } from "#exchanges/registry.ts";
import { VENUES } from "#simulator/registry.ts";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import type { FaultRequest } from "#simulator/wire/fault.ts";
import { type FollowedBooks, followBooks } from "./support/followed-books.ts";
import { PATIENCE_MS } from "./support/patience.ts";
import { until } from "./support/until.ts";

/** One after the other. The last shows nothing on the wire where trades are not numbered. */
const FAULTS = [
  { kind: "duplicate", share: 0.5, durationMs: 1_500 },
  { kind: "reordered", share: 0.5, durationMs: 1_500 },
  { kind: "delayed", delayMs: 800, durationMs: 1_500 },
  { kind: "disconnect", durationMs: 1_000 },
  { kind: "garbage", share: 0.3, durationMs: 1_500 },
  { kind: "truncated", share: 0.3, durationMs: 1_500 },
  { kind: "sequence-gap", share: 0.3, durationMs: 1_500 },
] as const satisfies readonly FaultRequest[];
const BETWEEN_FAULTS_MS = 500;
/** All that they touch arrives, though not as it should. What is shown late is awaited before the next fault, which may cut the line. */
const HARMLESS: ReadonlySet<string> = new Set(["duplicate", "reordered", "delayed"]);
/** OKX shows some liquidations after three seconds, with those of their second. */
const SHOWN_WITHIN_MS = 4_000;
const BURST = 20;
/** In a second of each fault. */
const FORCED_ORDERS = 60;
/** They are stamped in the second before. */
const STAMPED_BEFORE_MS = 1_000;
/** The simulated exchanges' second of the minute at the start: the bar that holds all faults against its trades ends soon after the last. */
const STARTS_AT_MS = 16_000;
/** Whoever numbers its trades, or gives a thousand of them, gives all of them again. */
const GIVES_AGAIN: ReadonlySet<string> = new Set(["binance", "okx", "bybit"]);

interface Trouble {
  readonly kind: string;
  /** On the simulated exchanges' clock. */
  readonly from: number;
  readonly to: number;
  /** Counted before, of each exchange. */
  readonly gapsBefore: readonly Gaps[];
}

interface Gaps {
  readonly trades: number;
  /** Undefined: it has no such stream. */
  readonly liquidations: number | undefined;
}

interface Followed {
  readonly id: string;
  readonly instrument: string;
  readonly feed: Feed;
  readonly trades: TradeEvent[];
  readonly liquidations: LiquidationEvent[];
  readonly books: FollowedBooks;
}

describe("while lines break, lose, repeat and mix up heavy trading", () => {
  const aheadMs = STARTS_AT_MS - (Date.now() % MINUTE_MS);
  const venueNow = () => Date.now() + aheadMs;
  let market: SimulatedExchanges;
  let followed: readonly Followed[] = [];
  const troubles: Trouble[] = [];

  beforeAll(async () => {
    const ids = VENUES.map(({ declaration }) => declaration.exchange);
    const what = { coins: ["BTC"], contracts: ["linear-perpetual"] } as const;
    market = await startSimulatedExchanges({ seed: "nothing lost", ...what, now: venueNow(), historyDays: 0, host: "127.0.0.1", port: 0 });
    followed = await Promise.all(createExchanges(ids, market.hosts).map(follow));
    await until(async () => (followed.every(({ trades, books, instrument }) => trades.length > 0 && books.equal(instrument) > 0) ? true : undefined), {
      describe: told,
    });
    for (const fault of FAULTS) await endure(fault);
    const equalBefore = followed.map(({ books, instrument }) => books.equal(instrument));
    const isMended = () =>
      followed.every(({ books, instrument }, i) => books.equal(instrument) > equalBefore[i]) &&
      troubles.every((trouble) => followed.every((each, i) => !isLost(each, trouble, i) && (lostForced(each, trouble).length === 0 || isForcedShown(i))));
    await until(async () => (isMended() ? true : undefined), { describe: told });
  }, 6 * PATIENCE_MS);

  afterAll(async () => {
    await Promise.all(followed.map(({ feed }) => feed.stop()));
    await market.stop();
  });

  it.each(FAULTS.map(({ kind }, i) => [kind, i] as const))("%s: no trade is lost, or the gap is shown", (kind, i) => {
    const trouble = troubles[i];
    for (const [index, each] of followed.entries()) {
      const isMade = sent(each, trouble).length > 0;
      expect({ kind, id: each.id, isMade, isLost: isLost(each, trouble, index) }).toEqual({ kind, id: each.id, isMade: true, isLost: false });
    }
  });

  it.each(FAULTS.map(({ kind }, i) => [kind, i] as const))("%s: no liquidation is lost, or the gap is shown", (kind, i) => {
    const trouble = troubles[i];
    for (const [index, each] of followed.entries()) {
      const { id } = each;
      if (gapsOf(each).liquidations === undefined) continue;
      const missing = lostForced(each, trouble);
      expect({ kind, id, isMade: sentForced(each, trouble).length > 0, isLost: missing.length > 0 && !isForcedShown(index) }).toEqual({
        kind,
        id,
        isMade: true,
        isLost: false,
      });
      if (HARMLESS.has(kind)) expect({ kind, id, missing }).toEqual({ kind, id, missing: [] });
    }
  });

  it("no liquidation is told twice", () => {
    for (const each of followed) {
      if (gapsOf(each).liquidations === undefined) continue;
      const whole = { from: troubles[0].from, to: Infinity, gapsBefore: [], kind: "all" };
      expect({ id: each.id, twice: surplus(heardForced(each, whole), sentForced(each, whole)) }).toMatchObject({ twice: [] });
    }
  });

  it("no trade is told twice", () => {
    for (const each of followed)
      for (const trouble of troubles)
        expect({ id: each.id, kind: trouble.kind, twice: surplus(cellsOf(heard(each, trouble)), cellsOf(sent(each, trouble))) }).toMatchObject({ twice: [] });
  });

  async function follow(exchange: Exchange): Promise<Followed> {
    const instruments = await exchange.instruments({ coins: ["BTC"], contracts: ["linear-perpetual"] }, AbortSignal.timeout(PATIENCE_MS));
    const trades: TradeEvent[] = [];
    const liquidations: LiquidationEvent[] = [];
    const books = followBooks(market.listings);
    const onEvents = (events: readonly MarketEvent[]) => {
      for (const event of events)
        if (event.kind === "trade" && event.instrument === instrumentId(instruments[0])) trades.push(event);
        else if (event.kind === "liquidation") liquidations.push(event);
        else if (event.kind === "book") books.follow(event);
    };
    const feed = exchange.feed({ instruments, signal: new AbortController().signal, onEvents });
    return { id: exchange.declaration.id, instrument: instrumentId(instruments[0]), feed, trades, liquidations, books };
  }

  async function endure(fault: (typeof FAULTS)[number]): Promise<void> {
    const from = venueNow();
    const gapsBefore = followed.map(gapsOf);
    market.faults.inject([fault, { kind: "burst", factor: BURST, durationMs: fault.durationMs }, { kind: "forced-orders", count: FORCED_ORDERS }]);
    await new Promise((resolve) => setTimeout(resolve, fault.durationMs + BETWEEN_FAULTS_MS));
    // On a busy machine the crowd may have stood still.
    const isMade = (each: Followed, window = { from, to: venueNow() }) =>
      sent(each, window).length > 0 && (gapsOf(each).liquidations === undefined || sentForced(each, window).length > 0);
    await until(async () => (followed.every((each) => isMade(each)) ? true : undefined), { describe: told });
    const trouble = { kind: fault.kind, from, to: venueNow(), gapsBefore };
    troubles.push(trouble);
    if (!HARMLESS.has(fault.kind)) return;
    const isAllShown = (each: Followed) => sent(each, { from: trouble.to + SHOWN_WITHIN_MS, to: Infinity }).length > 0;
    const arrived = () => followed.every((each) => isAllShown(each) && lostForced(each, trouble).length === 0);
    await until(async () => (arrived() ? true : undefined), { describe: told });
  }

  const sent = ({ instrument }: Followed, { from, to }: Pick<Trouble, "from" | "to">) =>
    market.journal.trades({ from, to }).filter(({ exchange, symbol }) => `${exchange}:${symbol}` === instrument);
  const heard = ({ trades }: Followed, { from, to }: Trouble) => trades.filter(({ time }) => time >= from && time <= to);
  const lost = (each: Followed, trouble: Trouble) => surplus(cellsOf(sent(each, trouble)), cellsOf(heard(each, trouble)));
  /** A gap shown by whoever gives everything again may be that of the fault before: what this one took is still to come. */
  const isLost = (each: Followed, trouble: Trouble, index: number) => lost(each, trouble).length > 0 && (GIVES_AGAIN.has(each.id) || !isShown(trouble, index));
  const sentForced = ({ instrument }: Followed, { from, to }: Pick<Trouble, "from" | "to">) =>
    market.journal
      .liquidations({ from: from - STAMPED_BEFORE_MS, to: to - STAMPED_BEFORE_MS })
      .filter(({ exchange, symbol }) => `${exchange}:${symbol}` === instrument)
      .map(({ time, positionSide, bankruptcyPrice, size }) => forcedCell(time, positionSide, bankruptcyPrice, size));
  const heardForced = ({ liquidations }: Followed, { from, to }: Trouble) =>
    liquidations
      .filter(({ time }) => time >= from - STAMPED_BEFORE_MS && time <= to - STAMPED_BEFORE_MS)
      .map(({ time, positionSide, price, orderPrice = price, size }) => forcedCell(time, positionSide, orderPrice, size));
  const lostForced = (each: Followed, trouble: Trouble) =>
    gapsOf(each).liquidations === undefined ? [] : surplus(sentForced(each, trouble), heardForced(each, trouble));
  const gapsOf = ({ feed }: Followed): Gaps => {
    const gaps = (name: string) => feed.health().find(({ stream }) => stream === name)?.gaps;
    return { trades: gaps("trades") ?? 0, liquidations: gaps("liquidations") };
  };
  const isShown = ({ gapsBefore }: Trouble, index: number) => gapsOf(followed[index]).trades > gapsBefore[index].trades;
  /** They are not numbered: a hole is counted when it begins, which may be before what is lost in it. */
  const isForcedShown = (index: number) => (gapsOf(followed[index]).liquidations ?? 0) > (troubles[0].gapsBefore[index].liquidations ?? 0);
  const told = () =>
    followed
      .map(
        (each) =>
          `${each.id}: ${troubles.map((trouble) => `${trouble.kind} ${lost(each, trouble).length} and ${lostForced(each, trouble).length} forced`).join(", ")}; ${JSON.stringify(each.feed.health())}`,
      )
      .join("\n");
});

const forcedCell = (time: number, side: string, price: number, size: number) =>
  `${time} ${side} ${Number(price.toPrecision(10))} ${Number(size.toPrecision(9))}`;

const cellsOf = (trades: readonly { readonly time: number; readonly price: number; readonly size: number; readonly takerSide: string }[]) =>
  trades.map(({ time, price, size, takerSide }) => `${time} ${takerSide} ${price} ${Number(size.toPrecision(12))}`);

/** What is in `all` more often than in `others`. */
function surplus(all: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const each of others) left.set(each, (left.get(each) ?? 0) + 1);
  return all.filter((each) => {
    const count = left.get(each) ?? 0;
    left.set(each, count - 1);
    return count <= 0;
  });
}
