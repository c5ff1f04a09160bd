import { afterEach, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { BTC, START, type HubScene, closeMinute, isFinalBook, isMarket, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";

let scene: HubScene;
afterEach(() => scene.close());

test("a market goes live before the range of its colours is read, and is told anew when it is", async () => {
  scene = await openScene({ depthMs: asMs(12 * HOUR_MS) });
  const tile = scene.store.tile.bind(scene.store);
  const { promise: held, resolve: release } = gate();
  let asked = 0;
  scene.store.tile = async (id, at) => {
    asked++;
    await held;
    return tile(id, at);
  };
  await untilLoaded(scene.hub);
  expect(asked).toBeGreaterThan(0);
  const book = nextUpdate(scene.hub, isFinalBook);
  closeMinute(scene, START / MINUTE_MS);
  expect((await book).book.snapshot.time).toBe(START + MINUTE_MS);
  expect(scene.hub.market(BTC)?.heatRange).toBeNull();

  const coloured = nextUpdate(scene.hub, isMarket);
  release();
  const { market } = await coloured;
  expect(market.heatRange?.high).toBeGreaterThan(0);
  expect(scene.hub.market(BTC)?.heatRange).toEqual(market.heatRange);
});

function gate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
