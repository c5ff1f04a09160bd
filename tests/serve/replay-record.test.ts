import { afterEach, beforeEach, expect, test } from "vitest";
import { HEAT_LEVELS, columnIndexOf, columnStart } from "#core/heat-levels.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { Instrument } from "#core/instrument.ts";
import { type RecordReplay, replayRecord } from "#pipeline/replay/replay-record.ts";
import { BTC, type HubScene, START, closeMinute, isFinalBookOf, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";
import { instrumentOf } from "./peer-exchange.ts";

const LIVE_MINUTES = 7;
const instrument = instrumentOf("BTC");

let scene: HubScene;
beforeEach(async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  for (let minute = START / MINUTE_MS; minute < START / MINUTE_MS + LIVE_MINUTES; minute++) {
    const stepped = nextUpdate(scene.hub, isFinalBookOf(BTC));
    closeMinute(scene, minute);
    await stepped;
  }
});
afterEach(() => scene.close());

const replay = (of: Instrument = instrument): Promise<RecordReplay> =>
  replayRecord(scene.store, { instrument: of, pinned: undefined, signal: new AbortController().signal });

test("what was made of history and live is made again to the last bit, and what was never stored is not missed", async () => {
  const { identical, differing, notMade, notStored, first, until } = await replay();
  expect({ differing, notMade, first, until }).toEqual({ differing: 0, notMade: 0, first: undefined, until: START + LIVE_MINUTES * MINUTE_MS });
  // Four hours of history, of the finest level only the last three.
  expect(identical).toBe(3 * 60 + LIVE_MINUTES + 4 * 12 + 1 + 4 * 2 + 2);
  expect(notStored).toBe(60);
});

test("a record that is not what the columns were made of is found out, with the first column that it spoils", async () => {
  const time = asMs(START - HOUR_MS - 3 * MINUTE_MS);
  await scene.store.appendEvents([{ kind: "open-interest", instrument: BTC, time: asMs(time - 1), openInterest: 200_000 }]);
  const { differing, notMade, first } = await replay();
  expect(differing).toBeGreaterThan(60);
  expect(notMade).toBe(0);
  expect(first).toEqual({ level: 0, column: columnIndexOf(HEAT_LEVELS[0], time) - 1 });
});

test("a column that nothing in the record makes is found out", async () => {
  const bytes = new Uint8Array(10).fill(7);
  const [level, column] = [2, columnIndexOf(HEAT_LEVELS[2], START + 12 * HOUR_MS)];
  const cells = { firstCell: 55_000 / 5, cellCount: 1 };
  await scene.store.appendColumns(BTC, { layer: "modelled", level }, [{ layer: "modelled", column, provisional: false, ...cells, bytes }]);
  const { notMade, first } = await replay();
  expect(notMade).toBe(1);
  expect(first && columnStart(HEAT_LEVELS[first.level], first.column)).toBe(START + 12 * HOUR_MS);
});

test("a market without columns, and columns of another model, cannot be compared", async () => {
  await expect(replay(instrumentOf("ETH"))).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining("binance:ETHUSDT") });
  await scene.store.writeMeta(`model:${BTC}`, "ladder@0");
  await expect(replay()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("ladder@0") });
});
