import { afterEach, expect, test } from "vitest";
import type { LiquidationEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { BTC, START, type HubScene, closeMinute, isFinalBook, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";

const MINUTE = START / MINUTE_MS;
const print: LiquidationEvent = {
  kind: "liquidation",
  instrument: BTC,
  time: asMs(START + 30_000),
  positionSide: "long",
  price: 60_000,
  size: 2,
  sampling: "complete",
};
const second = { ...print, ordinal: 1 };
const fresh = { ...print, time: asMs(START + 90_000) };

let scene: HubScene;
afterEach(() => scene.close());

test("a print that the exchange repeats after a restart is told once, equal ones that are numbered each", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  const stepped = nextUpdate(scene.hub, isFinalBook);
  scene.peer.emit([print, second]);
  closeMinute(scene, MINUTE);
  await stepped;
  await scene.restart();
  await untilLoaded(scene.hub);
  const told: LiquidationEvent[] = [];
  scene.hub.subscribe((update) => update.kind === "liquidation" && void told.push(update.liquidation));
  scene.peer.emit([print, second, fresh]);
  expect(told).toEqual([fresh]);
});
