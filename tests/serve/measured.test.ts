import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { COLUMN_STATE, TILE_CELLS, TILE_COLUMNS, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowCentre, rowOf } from "#core/price-rows.ts";
import { tierIndex } from "#core/tier.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { createStepBuilder } from "#engine/step-builder.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { createApp } from "#server/app.ts";
import { allEvents } from "#storage/conformance/samples.conformance.ts";
import { STORED_KINDS } from "#storage/store.ts";
import { createAgeDesk } from "#server/age-desk.ts";
import { openChannel } from "#server/v1/stream-channel.ts";
import { parseFrame } from "#wire/frames.ts";
import { measuredLevelsReplySchema } from "#wire/messages.ts";
import { BTC, type HubScene, START, closeMinute, isFinalBook, isMarket, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";
import { instrumentOf, openInterestAt, priceAtMinute } from "./peer-exchange.ts";

const MINUTE = START / MINUTE_MS;
const MARK = priceAtMinute(MINUTE + 1);
const isMeasured = (update: HubUpdate): update is Extract<HubUpdate, { kind: "measured" }> => update.kind === "measured";

const holding = (account: string, position: Partial<AccountPosition>): AccountPosition => ({
  instrument: BTC,
  account,
  side: "long",
  size: 10,
  liquidationPrice: MARK * 0.9,
  leverage: 8,
  entryLeverage: 8,
  asOf: asMs(START),
  ...position,
});
/** One whale and two others at one price below, a short above, one that price cannot reach, and one that price has gone through since. */
const HOLDINGS: readonly AccountPosition[] = [
  holding("0x1", { size: 90 }),
  holding("0x2", { size: 6 }),
  holding("0x3", { size: 4, asOf: asMs(START - 60_000) }),
  holding("0x4", { side: "short", size: 20, liquidationPrice: MARK * 1.05, leverage: 18 }),
  holding("0x5", { side: "short", size: 50, liquidationPrice: undefined, leverage: 1 }),
  holding("0x6", { size: 7, liquidationPrice: MARK * 1.001, leverage: 40 }),
];

let scene: HubScene;
afterEach(() => scene.close());

async function measure(holdings = HOLDINGS) {
  scene = await openScene({}, { holdings });
  await untilLoaded(scene.hub);
  const heard = nextUpdate(scene.hub, isMeasured);
  scene.peer.emit([{ kind: "mark", instrument: BTC, time: asMs(START), mark: MARK }]);
  closeMinute(scene, MINUTE);
  return (await heard).book;
}

/** Closes a minute and waits for the estimate of its end. */
async function closeStep(minute: number) {
  const end = (minute + 1) * MINUTE_MS;
  const stepped = nextUpdate(scene.hub, (update): update is Extract<HubUpdate, { kind: "book" }> => isFinalBook(update) && update.book.snapshot.time === end);
  closeMinute(scene, minute);
  return stepped;
}

test("shows what the accounts hold, no more and no less, with its coverage of open interest", async () => {
  const book = await measure();
  const { snapshot, long, short, accounts, oldest } = book;
  const openInterest = openInterestAt((MINUTE + 1) * MINUTE_MS);
  const at = (price: number, side: typeof LONG | typeof SHORT, leverage: number) =>
    snapshot.usd[planeOf(side, tierIndex(leverage)) * snapshot.rowCount + rowOf(price) - snapshot.firstRow];
  const expected = [100 * rowCentre(rowOf(MARK * 0.9)), 20 * rowCentre(rowOf(MARK * 1.05))];
  expect(at(MARK * 0.9, LONG, 8) / expected[0]).toBeCloseTo(1, 6);
  expect(at(MARK * 1.05, SHORT, 18) / expected[1]).toBeCloseTo(1, 6);
  expect(snapshot.usd.reduce((sum, usd) => sum + usd, 0) / (expected[0] + expected[1])).toBeCloseTo(1, 6);
  expect({ accounts, oldest }).toEqual({ accounts: 5, oldest: START - 60_000 });
  expect(long).toMatchObject({ accounts: 3, unreachableUsd: 0, largestShare: 0.9 });
  expect(long.usd / (100 * MARK)).toBeCloseTo(1, 9);
  expect(long.openInterestShare * openInterest).toBeCloseTo(100, 6);
  expect(short).toMatchObject({ accounts: 2, largestShare: 50 / 70 });
  expect(short.openInterestShare * openInterest).toBeCloseTo(70, 6);
  expect(scene.hub.market(BTC)).toMatchObject({ layers: ["measured", "modelled", "realised"], measured: { accounts: 5, long: { accounts: 3 } } });
});

test("is stored minute by minute beside the estimate, and is still there after a restart", async () => {
  await measure();
  const levelOf = async (price: number) => {
    const cell = cellOfRow(HEAT_LEVELS[0], rowOf(price));
    const place = { layer: "measured", level: 0, x: tileXOfColumn(MINUTE), y: tileYOfCell(cell) } as const;
    const stored = await scene.store.tile(BTC, place);
    const tile = stored && parseTile(gunzipSync(stored.gzip), "measured");
    const byte = tile?.bytes[(planeOf(LONG, tierIndex(8)) * TILE_CELLS + (cell - place.y * TILE_CELLS)) * TILE_COLUMNS + (MINUTE % TILE_COLUMNS)] ?? 0;
    return { state: tile?.states[MINUTE % TILE_COLUMNS], usd: usdOfDensity(DENSITY_OF_BYTE[byte], HEAT_LEVELS[0].rowsPerCell) };
  };
  const { state, usd } = await levelOf(MARK * 0.9);
  expect(state).toBe(COLUMN_STATE.final);
  // A byte is good to 3.5 %.
  expect(usd / (100 * MARK * 0.9)).toBeGreaterThan(0.96);
  expect(usd / (100 * MARK * 0.9)).toBeLessThan(1.04);
  await scene.restart();
  await untilLoaded(scene.hub);
  expect((await levelOf(MARK * 0.9)).state).toBe(COLUMN_STATE.final);
  expect(scene.hub.market(BTC)?.layers).toContain("measured");
  expect(scene.peer.remembered.sort()).toEqual(["0x1", "0x2", "0x3", "0x4", "0x5", "0x6"]);
});

test("a position that was not looked at for hours is not told any more", async () => {
  const book = await measure([...HOLDINGS, holding("0x7", { size: 1_000, asOf: asMs(START - 3 * 60 * MINUTE_MS) })]);
  expect(book.long.accounts).toBe(3);
});

test("what accounts hold becomes the ladder's prior, recorded, so that a replay makes the same map", async () => {
  const crowd = Array.from({ length: 120 }, (_, i) => {
    const side = i % 2 === 0 ? ("long" as const) : ("short" as const);
    const entryLeverage = [4, 10, 20][i % 3];
    return holding(`0x${i}`, { side, size: 400, liquidationPrice: MARK * (side === "long" ? 0.8 : 1.2), leverage: entryLeverage, entryLeverage });
  });
  await measure(crowd);
  const priorShares = () => new Map(scene.hub.weights(BTC)?.long.rungs.map(({ leverage, priorShare }) => [leverage, priorShare]));
  const before = priorShares();
  await closeStep(MINUTE + 1);
  const [told, ...more] = await allEvents(scene.store, ["leverage"]);
  expect(more).toEqual([]);
  if (told?.kind !== "leverage") throw new Error("nothing was told of leverage");
  const { rungs, never } = told.longShares;
  const within = (least: number, most: number) => rungs.reduce((sum, [leverage, share]) => sum + (leverage >= least && leverage <= most ? share : 0), 0);
  expect(never).toBe(0);
  expect(within(0, Infinity)).toBeCloseTo(1, 9);
  // A fifth below mark is where the book has its 4x to 6x, whatever the leverage at entry.
  expect(within(4, 6)).toBeGreaterThan(0.85);
  const { book } = await closeStep(MINUTE + 2);
  expect(priorShares().get(5)).toBeGreaterThan(before.get(5) ?? 1);
  expect(scene.hub.weights(BTC)).toMatchObject({
    positions: { time: told.time, longSeen: (60 * 400) / openInterestAt((MINUTE + 1) * MINUTE_MS) },
  });

  const estimator = createEstimator(instrumentOf("BTC"));
  const builder = createStepBuilder({ stepMs: MINUTE_MS, contract: "linear" });
  for (const event of await allEvents(scene.store, STORED_KINDS)) {
    const step = builder.push(event);
    if (step) estimator.step(step);
  }
  expect(estimator.state.time).toBe(book.snapshot.time);
  expect(estimator.snapshot().usd).toEqual(book.snapshot.usd);
});

test("over HTTP: cells with accounts and the largest one's share", async () => {
  await measure();
  const app = await createApp({ hub: scene.hub, version: "1", webDir: undefined, apiKeys: [], onProblem: () => undefined });
  const reply = await app.inject("/v1/markets/binance/btcusdt/levels/measured?rowsPerCell=5");
  const body = measuredLevelsReplySchema.parse(reply.json());
  expect(body).toMatchObject({ layer: "measured", accounts: 5, asOf: (MINUTE + 1) * MINUTE_MS, oldest: START - 60_000, short: { accounts: 2 } });
  expect(body.levels).toMatchObject([
    { longAccounts: 3, longLargestShare: 0.9, shortAccounts: 0, shortUsd: 0 },
    { shortAccounts: 1, shortLargestShare: 1, longUsd: 0 },
  ]);
  expect(body.levels[0].longUsd / (100 * MARK * 0.9)).toBeCloseTo(1, 3);
  expect(body.levels[0].byTier["10"]).toBe(body.levels[0].longUsd);
  await app.close();
});

test("over the stream: a client of the measured layer hears it and nothing of the estimate", async () => {
  await measure();
  const frames: ReturnType<typeof parseFrame>[] = [];
  const channel = openChannel({
    hub: scene.hub,
    ages: createAgeDesk(scene.hub),
    number: 1,
    market: BTC,
    level: 0,
    layer: "measured",
    sendBinary: (frame) => void frames.push(parseFrame(frame.slice().buffer)),
    sendText: () => undefined,
    congested: () => false,
  });
  if (typeof channel === "string") throw new Error(channel);
  channel.showNow();
  const book = scene.hub.book(BTC);
  if (book) channel.show({ kind: "book", market: BTC, book });
  expect(frames.map((frame) => [frame.kind, frame.kind === "column" ? frame.column.layer : frame.grid.layer])).toEqual([
    ["column", "measured"],
    ["levels", "measured"],
  ]);
});

test("what is told of a market while it moves names the layer too", async () => {
  await measure();
  const told = nextUpdate(scene.hub, isMarket);
  await closeStep(MINUTE + 1);
  expect((await told).market).toMatchObject({ layers: ["measured", "modelled", "realised"], measured: { accounts: 5 } });
});

test("where positions are private there is no such layer", async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  closeMinute(scene, MINUTE);
  expect(scene.hub.measured(BTC)).toBeUndefined();
  expect(scene.hub.market(BTC)).toMatchObject({ layers: ["modelled", "realised"], measured: null });
  const app = await createApp({ hub: scene.hub, version: "1", webDir: undefined, apiKeys: [], onProblem: () => undefined });
  const reply = await app.inject("/v1/markets/binance/btcusdt/levels/measured");
  expect(reply.statusCode).toBe(404);
  expect(reply.json().detail).toContain("not public");
  await app.close();
});
