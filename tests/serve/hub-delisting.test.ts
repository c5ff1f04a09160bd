import { afterEach, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { BTC, START, type HubScene, closeMinute, isMarket, nextUpdate, openScene, storedColumns, turn, untilLoaded } from "./hub-scene.ts";

const ETH = "binance:ETHUSDT";
const MINUTE = START / MINUTE_MS;
const ASKED_EVERY = 10 * MINUTE_MS;

let scene: HubScene;
afterEach(() => scene.close());

const isEnd = (update: HubUpdate): update is Extract<HubUpdate, { kind: "market" }> => isMarket(update) && update.market.ending?.isOver === true;

/** Binance lists `coins` from now on; resolves when the hub has noticed that something is gone. */
async function delistAllBut(coins: readonly string[]): Promise<void> {
  scene.peer.coins = coins;
  const noticed = nextUpdate(scene.hub, isEnd);
  const answer = scene.peer.instruments.bind(scene.peer);
  let answered = 0;
  Object.assign(scene.peer, { instruments: (...question: Parameters<typeof answer>) => answer(...question).finally(() => answered++) });
  // One answer without it proves nothing.
  scene.clock.advance(ASKED_EVERY);
  await expect.poll(() => answered).toBeGreaterThan(0);
  await turn();
  expect(scene.hub.market(ETH)?.ending).toBeNull();
  scene.clock.advance(2 * MINUTE_MS);
  await noticed;
}

test("what is delisted ends alone: it is said, its history stays, nothing is added to it, the others go on", async () => {
  scene = await openScene({ coins: ["BTC", "ETH"] });
  await untilLoaded(scene.hub);
  await delistAllBut(["BTC"]);
  expect(scene.hub.market(ETH)).toMatchObject({ ready: true, ending: { why: "delisted", at: START + 12 * MINUTE_MS, isOver: true } });
  expect(scene.problems).toEqual([expect.stringContaining("Binance trades ETHUSDT no more: it was delisted; its history is kept")]);
  expect(scene.hub.status().feeds.filter(({ instrument }) => instrument === ETH)).toEqual([]);
  closeMinute(scene, MINUTE + 13);
  await expect.poll(() => scene.hub.market(BTC)?.lastTime).toBe(START + 14 * MINUTE_MS);
  // What was under way when it ended may have come to that end.
  expect(scene.hub.market(ETH)?.lastTime).toBeLessThanOrEqual(START + 12 * MINUTE_MS);
});

test("it is there after a restart, also when it was the only coin", async () => {
  scene = await openScene({ coins: ["ETH"] });
  await untilLoaded(scene.hub);
  const before = await storedColumns(scene.store, 0, { market: ETH, from: MINUTE - 180, to: MINUTE });
  await delistAllBut([]);
  const { ending } = scene.hub.market(ETH) ?? {};
  scene.clock.advance(HOUR_MS);
  await scene.restart();
  await untilLoaded(scene.hub);
  expect(scene.hub.market(ETH)).toMatchObject({ ready: true, ending });
  const after = await storedColumns(scene.store, 0, { market: ETH, from: MINUTE - 180, to: MINUTE });
  expect(after.size).toBeGreaterThan(100);
  for (const [column, bytes] of before) expect(after.get(column)).toBe(bytes);
});
