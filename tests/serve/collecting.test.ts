import { afterEach, beforeEach, expect, test } from "vitest";
import type { LiquidationEvent } from "#core/events.ts";
import { DAY_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { openCollecting } from "#pipeline/collect/collecting.ts";
import { replayRecord } from "#pipeline/replay/replay-record.ts";
import { STORED_KINDS, type StoredEvent } from "#storage/store.ts";
import { BTC, type HubScene, START, closeMinute, isFinalBookOf, nextUpdate, openScene, turn, untilLoaded } from "./hub-scene.ts";
import { instrumentOf, priceAtMinute } from "./peer-exchange.ts";

const FIRST = START / MINUTE_MS;
const never = new AbortController().signal;
let scene: HubScene;
beforeEach(async () => {
  scene = await openScene({ fineDepthMs: Infinity });
  await untilLoaded(scene.hub);
});
afterEach(() => scene.close());

const print = (time: number): LiquidationEvent => ({
  kind: "liquidation",
  instrument: BTC,
  time: asMs(time),
  positionSide: "long",
  price: priceAtMinute(FIRST),
  size: 3,
});

/** Listens without estimating for so many minutes, and hears a print in each of them. */
async function collectMinutes(count: number): Promise<void> {
  const collecting = openCollecting({
    store: scene.store,
    exchanges: scene.peers,
    coins: ["BTC"],
    contracts: ["linear-perpetual"],
    clock: scene.clock,
    signal: never,
    onProblem: (where, problem) => expect.fail(`${where}: ${problem}`),
  });
  await collecting.opened;
  expect(collecting.markets()).toEqual([BTC]);
  scene.peer.emit([print(START - 5_000)]);
  for (let done = 0; done < count; done++) {
    const minute = Math.floor(scene.clock.now() / MINUTE_MS);
    scene.peer.emit([print(minute * MINUTE_MS + 5_000)]);
    closeMinute(scene, minute);
    await turn();
  }
  expect(collecting.recorder()).toMatchObject({ shed: 0, refused: 0, problem: undefined });
  await collecting.stop();
}

async function recorded(kind: StoredEvent["kind"]): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of scene.store.readEvents(BTC, STORED_KINDS, { from: asMs(START - DAY_MS), to: asMs(START + DAY_MS) }))
    events.push(...batch.filter((event) => event.kind === kind));
  return events;
}

test("what is collected while nobody estimates is estimated by the next start, and is no hole", async () => {
  await scene.hub.stop();
  scene.clock.advance(10 * MINUTE_MS);
  await collectMinutes(20);
  scene.clock.advance(7 * MINUTE_MS);
  await scene.restart();
  await untilLoaded(scene.hub);
  const holes = scene.hub.market(BTC)?.holes.map(({ from, to }) => [(from - START) / MINUTE_MS, (to - START) / MINUTE_MS].map(Math.round));
  expect(holes).toEqual([
    [0, 10],
    [30, 37],
  ]);
  expect(await recorded("liquidation")).toHaveLength(21);
  // And goes on from there.
  const next = nextUpdate(scene.hub, isFinalBookOf(BTC));
  closeMinute(scene, Math.floor(scene.clock.now() / MINUTE_MS));
  await next;
});

test("what belongs to columns that stand already is recorded as late, so that a replay makes them again", async () => {
  await scene.hub.stop();
  await collectMinutes(5);
  const [late] = await recorded("liquidation");
  expect(late).toMatchObject({ time: START - 5_000, heardAt: START + 1 });
  await scene.restart();
  await untilLoaded(scene.hub);
  const replay = await replayRecord(scene.store, { instrument: instrumentOf("BTC"), pinned: undefined, signal: never });
  expect(replay).toMatchObject({ differing: 0, notMade: 0 });
  expect(replay.identical).toBeGreaterThan(240);
});
