import { afterEach, expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { instrumentId } from "#core/instrument.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { type Holding, accountState } from "#exchanges/hyperliquid/frames.conformance.ts";
import { createHyperliquid } from "#exchanges/hyperliquid/hyperliquid.ts";
import { instrumentOfListing } from "#exchanges/hyperliquid/instruments.ts";
import { startLoopbackHyperliquid } from "#exchanges/hyperliquid/loopback-hyperliquid.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const MARK = 60_000;
const bitcoin = instrumentOfListing({ name: "BTC", szDecimals: 5, maxLeverage: 40 }, MARK);
const BTC = instrumentId(bitcoin);
const address = (number: number): string => `0x${number.toString(16).padStart(40, "0")}`;
const [ALICE, BOB, CAROL] = [address(1), address(2), address(3)];

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** A watch on a peer whose accounts hold what the test says. */
async function start() {
  const clock = createHandClock(NOW);
  const peer = await startLoopbackHyperliquid({ now: NOW, listedAt: NOW });
  ending.push(() => peer.server.stop());
  const accounts = new Map<string, { readonly accountValue: number; readonly holdings: readonly Holding[] }>();
  peer.answer("clearinghouseState", ({ user = "" }) => ({
    body: accountState({ time: clock.now(), accountValue: 1_000, holdings: [], ...accounts.get(user) }),
  }));
  const told: MarketEvent[] = [];
  const exchange = createHyperliquid(peer.hosts, { clock, random: () => 0 });
  const watch = exchange.watchAccounts?.({ instruments: [bitcoin], onEvents: (events) => void told.push(...events), signal: new AbortController().signal });
  if (watch === undefined) throw new Error("Hyperliquid publishes accounts");
  ending.push(() => watch.stop());
  const mark = (price: number): void => watch.hear([{ kind: "mark", instrument: BTC, time: clock.now(), mark: price }]);
  const trade = (buyer: string, seller: string, size = 1): void =>
    watch.hear([{ kind: "trade", instrument: BTC, time: clock.now(), price: MARK, size, takerSide: "buy", accounts: { buyer, seller } }]);
  const looksAt = (user: string): number => peer.asked("clearinghouseState").filter((question) => question.user === user).length;
  mark(MARK);
  return { clock, peer, accounts, told, watch, mark, trade, looksAt };
}

const fill = (time: number, rest: object = {}) => ({
  coin: "BTC",
  px: "53985.0",
  sz: "0.5",
  side: "A",
  time,
  startPosition: "2.0",
  dir: "Close Long",
  closedPnl: "-1.0",
  hash: "0x0",
  oid: 1,
  crossed: true,
  fee: "1.0",
  tid: 5,
  feeToken: "USDC",
  ...rest,
});
const forcedOf = (account: string) => ({ liquidation: { liquidatedUser: account, markPx: "53990.0", method: "market" } });

const long = (szi: number, liquidationPx: number | null, rest: Partial<Holding> = {}): Holding => ({ coin: "BTC", szi, mark: MARK, liquidationPx, ...rest });

test("who trades is looked at, and holds what the exchange says", async () => {
  const { clock, accounts, watch, trade } = await start();
  accounts.set(ALICE, { accountValue: 20_000, holdings: [long(2, 54_000, { entry: 57_000 }), { coin: "ETH", szi: 5, mark: 2_000, liquidationPx: null }] });
  accounts.set(BOB, { accountValue: 60_000, holdings: [long(-0.5, null)] });
  trade(ALICE, BOB);
  await clock.advanceUntil(() => watch.positions(BTC).length === 2, 1_000);
  expect(watch.positions(BTC)).toEqual([
    // 1 / L = 1 - 0.9 (1 - 0.0125)
    {
      instrument: BTC,
      account: ALICE,
      side: "long",
      size: 2,
      liquidationPrice: 54_000,
      leverage: expect.closeTo(1 / 0.11125, 9) as number,
      // 1 / L = 1 - 54 / 57 (1 - 0.0125)
      entryLeverage: expect.closeTo(1 / (1 - (54 / 57) * 0.9875), 9) as number,
      asOf: expect.any(Number) as number,
    },
    {
      instrument: BTC,
      account: BOB,
      side: "short",
      size: 0.5,
      liquidationPrice: undefined,
      leverage: 0.5,
      entryLeverage: 0.5,
      asOf: expect.any(Number) as number,
    },
  ]);
  expect(watch.accounts()).toEqual([ALICE, BOB]);
  expect(watch.health()).toMatchObject({ stream: "accounts", state: "live", dropped: 0 });
});

test("an isolated long of the documentation runs at its own leverage", async () => {
  const { clock, accounts, watch, trade } = await start();
  // for-developers/api/info-endpoint/perpetuals: 0.0335 ETH at 20x of 50x, 4.967826 margin behind 100.02765, liquidated at 2866.26936529.
  accounts.set(ALICE, {
    accountValue: 13_104,
    holdings: [{ coin: "BTC", szi: 0.0335, mark: 100.02765 / 0.0335, liquidationPx: 2_866.26936529, maxLeverage: 50, marginUsed: 4.967826, type: "isolated" }],
  });
  trade(ALICE, BOB);
  await clock.advanceUntil(() => watch.positions(BTC).length === 1, 1_000);
  expect(watch.positions(BTC)[0].leverage).toBeCloseTo(100.02765 / 4.967826, 4);
});

test("whoever there is, a minute's looks stay within the budget that everything shares", async () => {
  const { clock, peer, trade } = await start();
  for (let i = 0; i < 3_000; i++) trade(address(1_000 + 2 * i), address(1_001 + 2 * i), 100);
  const began = clock.now();
  await clock.advanceUntil(() => clock.now() - began >= 60_000, 250);
  const looks = peer.asked("clearinghouseState").length;
  expect(looks).toBeGreaterThan(100);
  expect(2 * looks).toBeLessThanOrEqual(1_150);
});

test("a liquidation of an account that was looked at is told by its marked fills, and nothing else is", async () => {
  const { clock, peer, accounts, told, watch, mark, trade, looksAt } = await start();
  accounts.set(ALICE, { accountValue: 20_000, holdings: [long(2, 54_000)] });
  accounts.set(BOB, { accountValue: 20_000, holdings: [long(1, 30_000)] });
  trade(ALICE, BOB);
  await clock.advanceUntil(() => watch.positions(BTC).length === 2, 1_000);
  mark(53_990);
  accounts.set(ALICE, { accountValue: 0, holdings: [] });
  accounts.set(BOB, { accountValue: 20_000, holdings: [] });
  peer.answer("userFillsByTime", () => ({
    body: [
      fill(clock.now(), { px: "53990.0", liquidation: null }),
      fill(clock.now(), forcedOf(ALICE)),
      fill(clock.now(), { sz: "1.5", startPosition: "1.5", liquidation: { liquidatedUser: ALICE, markPx: "53990.0", method: "backstop" } }),
      fill(clock.now(), { side: "B", startPosition: "0.0", dir: "Open Long", ...forcedOf(CAROL) }),
      fill(clock.now(), { coin: "ETH", ...forcedOf(ALICE) }),
    ],
  }));
  const before = [looksAt(ALICE), looksAt(BOB)];
  await clock.advanceUntil(() => looksAt(ALICE) > before[0] && looksAt(BOB) > before[1] && told.length > 0, 1_000);
  expect(peer.asked("userFillsByTime").map(({ user }) => user)).toEqual([ALICE]);
  const common = { kind: "liquidation", instrument: BTC, positionSide: "long", price: 53_985, sampling: "unknown" };
  expect(told).toEqual([
    { ...common, time: expect.any(Number) as number, size: 0.5 },
    { ...common, time: expect.any(Number) as number, size: 1.5 },
  ]);
});

test("what fails is said in words, and the account's turn comes again", async () => {
  const { clock, peer, accounts, watch, trade } = await start();
  accounts.set(ALICE, { accountValue: 20_000, holdings: [long(2, 54_000)] });
  peer.answerAll(() => ({ status: 500, body: {} }));
  trade(ALICE, ALICE);
  await clock.advanceUntil(() => watch.health().problem?.includes("fault of its own") === true, 1_000);
  expect(watch.health().state).toBe("connecting");
  peer.answerAll(undefined);
  await clock.advanceUntil(() => watch.positions(BTC).length === 1, 1_000);
  expect(watch.health().state).toBe("live");
});

test("who was known before is looked at at once", async () => {
  const { clock, watch, looksAt } = await start();
  watch.remember([ALICE]);
  await clock.advanceUntil(() => looksAt(ALICE) === 1, 250);
  expect(clock.now() - NOW).toBeLessThanOrEqual(2_000);
});

test("a look that comes after the end tells nothing", async () => {
  const { watch, trade, peer } = await start();
  await watch.stop();
  trade(ALICE, BOB);
  expect(peer.asked("clearinghouseState")).toEqual([]);
  expect(watch.health().state).toBe("closed");
});

/** Alice holds two coins that are liquidated at 54,000; the mark has gone through that, and she holds nothing any more. */
async function liquidated() {
  const running = await start();
  const { clock, accounts, watch, mark, trade } = running;
  accounts.set(ALICE, { accountValue: 20_000, holdings: [long(2, 54_000)] });
  trade(ALICE, BOB);
  await clock.advanceUntil(() => watch.positions(BTC).length === 1, 1_000);
  mark(53_990);
  accounts.set(ALICE, { accountValue: 0, holdings: [] });
  return running;
}

test("of an account with more fills than one answer holds all are read, those of one instant once", async () => {
  const { clock, peer, told } = await liquidated();
  const PAGE = 2_000;
  // In the middle of an instant the first answer ends.
  const all = Array.from({ length: 2_500 }, (_, i) => {
    const isForced = i >= 1_990 && i < 2_010;
    return fill(clock.now() + Math.floor(i / 7), { sz: String(1 + i), ...(isForced && forcedOf(ALICE)) });
  });
  peer.answer("userFillsByTime", ({ startTime = 0 }) => ({ body: all.filter(({ time }) => time >= startTime).slice(0, PAGE) }));
  await clock.advanceUntil(() => told.length > 0, 1_000);
  expect(peer.asked("userFillsByTime")).toHaveLength(2);
  expect(told.map((event) => event.kind === "liquidation" && event.size)).toEqual(Array.from({ length: 20 }, (_, i) => 1_991 + i));
});

test("fills that cannot be read are asked for again, and told then", async () => {
  const { clock, peer, told, watch } = await liquidated();
  let refusals = 0;
  peer.answer("userFillsByTime", () => (refusals++ < 3 ? { status: 500, body: {} } : { body: [fill(NOW, forcedOf(ALICE))] }));
  await clock.advanceUntil(() => told.length > 0, 1_000);
  expect(told).toMatchObject([{ kind: "liquidation", size: 0.5 }]);
  expect(watch.health()).toMatchObject({ gaps: 0, problem: expect.stringContaining("could not be read yet") as string });
});

test("fills that cannot be read for minutes are a gap", async () => {
  const { clock, peer, told, watch } = await liquidated();
  peer.answer("userFillsByTime", () => ({ status: 500, body: {} }));
  await clock.advanceUntil(() => watch.health().gaps > 0, 1_000);
  expect(clock.now() - NOW).toBeGreaterThan(4 * 60_000);
  expect([told, watch.health().gaps]).toEqual([[], 1]);
});

test("an answer of no known shape is counted, holds up nobody else and is asked for ever less often", async () => {
  const { clock, peer, accounts, watch, trade, looksAt } = await start();
  const odd = new Set([ALICE, BOB]);
  peer.answer("clearinghouseState", ({ user = "" }) => ({
    body: odd.has(user) ? { marginSummary: null } : accountState({ time: clock.now(), accountValue: 1_000, holdings: [], ...accounts.get(user) }),
  }));
  const others = [address(10), address(11)];
  for (const user of others) accounts.set(user, { accountValue: 9e9, holdings: [long(1_000, 30_000)] });
  for (const user of [...odd, ...others]) trade(user, user, 1_000);
  await clock.advanceUntil(() => clock.now() - NOW >= 3_600_000, 1_000);
  expect(watch.positions(BTC)).toHaveLength(others.length);
  expect(looksAt(ALICE)).toBeGreaterThan(3);
  expect(looksAt(ALICE)).toBeLessThan(9);
  expect(looksAt(others[0])).toBeGreaterThan(200);
  expect(watch.health()).toMatchObject({ state: "live", reconnects: 0, dropped: looksAt(ALICE) + looksAt(BOB) });
});

test("when no answer has a known shape for a minute, that is said", async () => {
  const { clock, peer, watch, trade } = await start();
  peer.answer("clearinghouseState", () => ({ body: { marginSummary: null } }));
  for (let i = 0; i < 200; i++) trade(address(10 + i), address(10 + i), 1_000);
  await clock.advanceUntil(() => clock.now() - NOW >= 70_000, 1_000);
  expect(watch.health()).toMatchObject({ state: "connecting", problem: expect.stringContaining("unknown shape") as string });
});

test("a position in a coin that nobody watches spoils nothing, however odd it is; one in a watched coin leaves what was known", async () => {
  const { clock, peer, accounts, watch, trade, looksAt } = await start();
  accounts.set(ALICE, { accountValue: 20_000, holdings: [long(2, 54_000), { coin: "xyz:GOLD", szi: 5, mark: 2_000, liquidationPx: null }] });
  let spoilt = "xyz:GOLD";
  peer.answer("clearinghouseState", ({ user = "" }) => {
    const state = accountState({ time: clock.now(), accountValue: 1_000, holdings: [], ...accounts.get(user) });
    return {
      body: { ...state, assetPositions: state.assetPositions.map(({ position }) => ({ position: position.coin === spoilt ? { coin: spoilt } : position })) },
    };
  });
  trade(ALICE, ALICE);
  await clock.advanceUntil(() => watch.positions(BTC).length === 1, 1_000);
  spoilt = "BTC";
  const before = looksAt(ALICE);
  await clock.advanceUntil(() => looksAt(ALICE) > before + 1, 1_000);
  expect(watch.positions(BTC)).toHaveLength(1);
  expect(watch.health()).toMatchObject({ dropped: expect.any(Number) as number, problem: expect.stringContaining("position in BTC") as string });
});
