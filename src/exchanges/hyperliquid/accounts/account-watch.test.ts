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
  const fill = (rest: object) => ({
    coin: "BTC",
    px: "53985.0",
    sz: "0.5",
    side: "A",
    time: clock.now(),
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
  peer.answer("userFillsByTime", () => ({
    body: [
      fill({ px: "53990.0" }),
      fill({ liquidation: { liquidatedUser: ALICE, markPx: "53990.0", method: "market" } }),
      fill({ sz: "1.5", startPosition: "1.5", liquidation: { liquidatedUser: ALICE, markPx: "53990.0", method: "backstop" } }),
      fill({ side: "B", startPosition: "0.0", dir: "Open Long", liquidation: { liquidatedUser: CAROL, markPx: "53990.0", method: "market" } }),
      fill({ coin: "ETH", liquidation: { liquidatedUser: ALICE, markPx: "2000.0", method: "market" } }),
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
