import { afterEach, expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { type Holding, accountState, activeAssetCtx, trade, trades } from "#exchanges/hyperliquid/frames.conformance.ts";
import { createHyperliquid } from "#exchanges/hyperliquid/hyperliquid.ts";
import { startLoopbackHyperliquid } from "#exchanges/hyperliquid/loopback-hyperliquid.conformance.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { measuredCells } from "#pipeline/measured/measured-cells.ts";
import { until } from "../support/until.ts";
import { type HubScene, START, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";

const BTC = "hyperliquid:BTC";
const MARK = 60_000;
const OPEN_INTEREST = 1_000;
const address = (number: number): string => `0x${number.toString(16).padStart(40, "0")}`;
const long = (szi: number, liquidationPx: number | null): Holding => ({ coin: "BTC", szi, mark: MARK, liquidationPx });
const ACCOUNTS: ReadonlyMap<string, readonly Holding[]> = new Map([
  [address(1), [long(80, 54_000)]],
  [address(2), [long(20, 54_005)]],
  [address(3), [long(-50, 66_000), { coin: "ETH", szi: 3, mark: 2_000, liquidationPx: 1_500 }]],
  [address(4), [long(-10, null)]],
  [address(5), []],
]);
const isMeasured = (update: HubUpdate): update is Extract<HubUpdate, { kind: "measured" }> => update.kind === "measured";

let scene: HubScene;
const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  await scene.close();
  for (const end of ending.splice(0)) await end();
});

test("from the tape over the accounts to the levels: what is shown is what they hold", async () => {
  const peer = await startLoopbackHyperliquid({ now: START, listedAt: START - 600 * MINUTE_MS });
  ending.push(() => peer.server.stop());
  peer.answer("clearinghouseState", ({ user = "" }) => ({ body: accountState({ time: START, accountValue: 1e6, holdings: ACCOUNTS.get(user) ?? [] }) }));
  scene = await openScene({ exchanges: [createHyperliquid(peer.hosts)] });
  await untilLoaded(scene.hub);
  await peer.server.until(() => peer.topics() === 4);
  peer.say("activeAssetCtx:BTC", activeAssetCtx("BTC", { markPx: String(MARK), openInterest: String(OPEN_INTEREST) }));
  const [one, two, three, four, five] = ACCOUNTS.keys();
  const pairs = [
    [one, two],
    [three, four],
    [five, one],
  ];
  peer.say("trades:BTC", trades(...pairs.map((users, tid) => trade("BTC", { tid, time: START, users, sz: "100" }))));
  const watch = () => scene.hub.status().feeds.find(({ stream }) => stream === "accounts");
  await until(async () => (watch()?.messages === ACCOUNTS.size ? true : undefined), { describe: () => "not every account was looked at" });

  const heard = nextUpdate(scene.hub, isMeasured);
  scene.clock.advance(MINUTE_MS + 3_000);
  const { book } = await heard;
  expect(book).toMatchObject({ accounts: 4, oldest: START });
  expect(book.long).toMatchObject({ accounts: 2, usd: 100 * MARK, openInterestShare: 0.1, unreachableUsd: 0, largestShare: 0.8 });
  expect(book.short).toMatchObject({ accounts: 2, usd: 60 * MARK, openInterestShare: 0.06, unreachableUsd: 10 * MARK });
  const cells = measuredCells({ contract: "linear" }, book, { rowsPerCell: 10, reach: 0.5 });
  expect(cells).toMatchObject([
    { longAccounts: 2, longLargestShare: expect.closeTo(0.8, 3) as number, shortUsd: 0 },
    { shortAccounts: 1, shortLargestShare: 1, longUsd: 0 },
  ]);
  expect(cells[0].longUsd / (100 * 54_000)).toBeCloseTo(1, 3);
  expect(cells[1].shortUsd / (50 * 66_000)).toBeCloseTo(1, 3);
  expect(watch()).toMatchObject({ exchange: "hyperliquid", state: "live" });
  expect(scene.hub.market(BTC)).toMatchObject({ layers: ["measured", "modelled", "realised"], liquidationFeed: { sampling: "unknown" } });
});
