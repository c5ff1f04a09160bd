import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { BackfillRequest } from "#exchanges/exchange.ts";
import { replayRecord } from "#pipeline/replay/replay-record.ts";
import { type HubScene, START, closeMinute, isFinalBookOf, nextUpdate, openScene, turn, untilLoaded } from "./hub-scene.ts";

const SECOND = "second";
const SECOND_BTC = `${SECOND}:BTCUSDT`;
const MAP_FROM = START - 4 * HOUR_MS;
const KEPT_FROM = START - DAY_MS;

const requests: BackfillRequest[] = [];
let scene: HubScene;
beforeEach(async () => {
  requests.length = 0;
  const samples = { depthMs: DAY_MS, beforeMapMs: HOUR_MS };
  const hold = (request: BackfillRequest) => void requests.push(request);
  const history = { candles: {}, "mark-candles": {}, "open-interest": samples, funding: {}, ratio: samples };
  scene = await openScene({}, {}, [{ id: SECOND, history, hold }]);
  await untilLoaded(scene.hub);
});
afterEach(() => scene.close());

const isDeep = ({ from }: BackfillRequest) => from < MAP_FROM;
const samplesOf = async (kind: "open-interest" | "ratio") =>
  (await scene.store.samples(SECOND_BTC, { kind, intervalMs: HOUR_MS }, { from: asMs(KEPT_FROM - DAY_MS), to: asMs(MAP_FROM) })).map(
    ({ openTime }) => (openTime - KEPT_FROM) / HOUR_MS,
  );
const noted = async () =>
  Promise.all(
    ["open-interest", "ratio"].map(async (kind) => (await scene.store.readMeta(`deep:${SECOND_BTC}:${kind}`)) === JSON.stringify([[KEPT_FROM, MAP_FROM]])),
  );
async function untilDeep(): Promise<void> {
  for (let waits = 0; waits < 500 && (await noted()).includes(false); waits++) await turn();
}

test("samples of before the map are fetched hour by hour as deep as they are kept, and the map begins where it did", async () => {
  await untilDeep();
  const hours = Array.from({ length: 20 }, (_, hour) => hour);
  expect([await samplesOf("open-interest"), await samplesOf("ratio")]).toEqual([hours, hours]);
  expect(scene.hub.market(SECOND_BTC)).toMatchObject({ firstTime: MAP_FROM, backfill: { state: "done" } });
  expect(requests.filter(isDeep).map(({ intervalMs }) => intervalMs)).toEqual([HOUR_MS, HOUR_MS]);
  expect(scene.problems).toEqual([]);
});

test("they are kept as known from when they came", async () => {
  await untilDeep();
  const heard: boolean[] = [];
  for await (const events of scene.store.readEvents(SECOND_BTC, ["open-interest"], { from: asMs(0), to: asMs(START + DAY_MS) }))
    for (const event of events) if (event.kind === "open-interest" && event.time < MAP_FROM) heard.push((event.heardAt ?? 0) > START);
  expect(heard).toEqual(Array.from({ length: 20 }, () => true));
});

test("they change no step, and a restart asks for none of them again", async () => {
  await untilDeep();
  const heard = nextUpdate(scene.hub, isFinalBookOf(SECOND_BTC));
  closeMinute(scene, START / MINUTE_MS);
  await heard;
  await scene.restart();
  requests.length = 0;
  await untilLoaded(scene.hub);
  expect(scene.hub.market(SECOND_BTC)?.firstTime).toBe(MAP_FROM);
  await scene.hub.stop();
  expect(requests.filter(isDeep)).toEqual([]);
  const instrument = (await scene.store.instruments()).find(({ exchange }) => exchange === SECOND)!;
  expect(await replayRecord(scene.store, { instrument, pinned: undefined, signal: new AbortController().signal })).toMatchObject({
    differing: 0,
    notMade: 0,
  });
});
