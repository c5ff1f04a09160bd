import { expect, test } from "vitest";
import type { MarketMessage } from "#wire/messages.ts";
import { createKnownScenes } from "./known-scenes.ts";
import type { Scene } from "./scene.ts";

const MINUTE = 60_000;
const now = Math.floor(Date.now() / MINUTE) * MINUTE;
const market = { id: "binance:BTCUSDT", backfill: { state: "done" } } as MarketMessage;
const sight = { fromMs: now - 240 * MINUTE, toMs: now + 10 * MINUTE };

/** A scene of minutes whose candles end some minutes ago. */
function sceneEnding(minutesAgo: number, of: Partial<Scene> = {}): Scene {
  const bars = [{ openTime: now - (minutesAgo + 1) * MINUTE }];
  return { market, level: 0, layer: "modelled", age: undefined, history: { bars }, loadedFromMs: sight.fromMs - MINUTE, ...of } as unknown as Scene;
}

function found(scene: Scene, wanted: Partial<Scene> = {}) {
  const scenes = createKnownScenes();
  scenes.note(scene);
  return scenes.find({ market, level: 0, layer: "modelled", age: undefined, ...wanted }, sight);
}

test("a scene that was on stage is known again, in any layer", () => {
  const scene = sceneEnding(2);
  expect(found(scene)?.history).toBe(scene.history);
  expect(found(scene, { layer: "measured" })).toMatchObject({ layer: "measured", history: scene.history });
  expect(found(scene, { level: 1 })).toBeUndefined();
});

test("one that lacks candles of the sight is not", () => {
  expect(found(sceneEnding(30))).toBeUndefined();
  expect(found(sceneEnding(2, { loadedFromMs: sight.fromMs + MINUTE }))).toBeUndefined();
});

test("nor one whose history was still being filled, or that was of an earlier instant", () => {
  const filling = { ...market, backfill: { state: "running" } } as MarketMessage;
  expect(found(sceneEnding(2, { market: filling }))).toBeUndefined();
  expect(found(sceneEnding(2), { market: filling })).toBeUndefined();
  expect(found(sceneEnding(2, { replay: {} as Scene["replay"] }))).toBeUndefined();
});
