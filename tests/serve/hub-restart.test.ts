import { afterEach, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { BTC, START, type HubScene, closeMinute, isFinalBook, nextUpdate, openScene, storedColumns, untilLoaded } from "./hub-scene.ts";

const MINUTE = START / MINUTE_MS;

let scene: HubScene;
afterEach(() => scene.close());

async function openLive(): Promise<void> {
  scene = await openScene();
  await untilLoaded(scene.hub);
}

async function stepThrough(minute: number): Promise<void> {
  const stepped = nextUpdate(scene.hub, isFinalBook);
  closeMinute(scene, minute);
  await stepped;
}

test("a hub that has stopped leaves nothing behind: no feed, no task, and its checkpoint in the store", async () => {
  await openLive();
  expect(scene.peer.feeds).toBe(1);
  await stepThrough(MINUTE);
  scene.peer.emit([{ kind: "open-interest", instrument: BTC, time: asMs(START + MINUTE_MS + 1), openInterest: 5 }]);
  await scene.hub.stop();
  expect([scene.peer.feeds, scene.clock.waiting]).toEqual([0, 0]);
  expect(await scene.store.readCheckpoint(BTC)).toMatchObject({ time: START + MINUTE_MS });
  expect(await scene.store.extent(BTC, "open-interest")).toMatchObject({ to: START + MINUTE_MS + 2 });
});

test("a restart asks for what came after the checkpoint, fills the hole and changes no column", async () => {
  await openLive();
  await stepThrough(MINUTE);
  const before = await storedColumns(scene.store, 0, { from: MINUTE - 180, to: MINUTE });
  await scene.hub.stop();
  scene.clock.advance(2 * HOUR_MS);
  scene.peer.requests.length = 0;
  await scene.restart();
  await untilLoaded(scene.hub);
  expect(Math.min(...scene.peer.requests.map(({ from }) => from))).toBe(START + MINUTE_MS);
  const after = await storedColumns(scene.store, 0, { from: MINUTE - 180, to: MINUTE + 120 });
  expect([before.size, after.size]).toEqual([181, 301]);
  for (const [column, bytes] of before) expect(after.get(column)).toBe(bytes);
});

test("an interrupted run ends at the same bytes as one that was never stopped", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  await scene.restart();
  await untilLoaded(scene.hub);
  scene.clock.advance(HOUR_MS);
  await scene.restart();
  await untilLoaded(scene.hub);
  const interrupted = await storedColumns(scene.store, 0, { from: MINUTE, to: MINUTE + 59 });
  await scene.close();
  scene = await openScene();
  await untilLoaded(scene.hub);
  scene.clock.advance(HOUR_MS);
  await scene.hub.stop();
  await scene.restart();
  await untilLoaded(scene.hub);
  const whole = await storedColumns(scene.store, 0, { from: MINUTE, to: MINUTE + 59 });
  expect(interrupted.size).toBe(60);
  expect(interrupted).toEqual(whole);
});

test("a live market writes a checkpoint now and then, so that a crash costs minutes", async () => {
  await openLive();
  for (let minute = MINUTE; minute < MINUTE + 16; minute++) await stepThrough(minute);
  expect((await scene.store.readCheckpoint(BTC))?.time).toBeGreaterThanOrEqual(START + 15 * MINUTE_MS);
});

test("columns of another model are dropped, and no state of it is taken over", async () => {
  await openLive();
  await scene.hub.stop();
  await scene.store.writeMeta(`model:${BTC}`, "older@1");
  scene.clock.advance(2 * HOUR_MS);
  await scene.restart();
  await untilLoaded(scene.hub);
  const columns = await storedColumns(scene.store, 0, { from: MINUTE - 180, to: MINUTE + 120 });
  expect([Math.min(...columns.keys()), columns.size]).toEqual([MINUTE - 60, 180]);
});
