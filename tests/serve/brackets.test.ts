import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BracketsEvent, PublishedBracket } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { marginRuleAt } from "#engine/margin/margin-rule.ts";
import { startHub } from "#pipeline/hub.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { STORED_KINDS, type Store, type StoredEvent } from "#storage/store.ts";
import { BTC, START, type HubScene, closeMinute, isFinalBook, nextUpdate, openScene, storedColumns, turn, untilLoaded } from "./hub-scene.ts";
import { instrumentOf } from "./peer-exchange.ts";

const MINUTE = START / MINUTE_MS;
const EVER = { from: asMs(0), to: asMs(Number.MAX_SAFE_INTEGER) };
const onFile = marginRuleAt(instrumentOf("BTC"), START).brackets;
/** Stricter than what is on file, by a factor. */
const stricter = (factor: number): readonly PublishedBracket[] =>
  onFile.map(({ floor, cap, maxLeverage, maintenanceRate, maintenanceAmount }) => ({
    floor,
    cap,
    maxLeverage: maxLeverage / factor,
    maintenanceRate: maintenanceRate * factor,
    maintenanceAmount: maintenanceAmount * factor,
  }));

let folder: string;
let scene: HubScene;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "powderkeg-brackets-"));
});
afterEach(async () => {
  await scene.close();
  await rm(folder, { recursive: true });
});

async function openLive(published?: readonly PublishedBracket[]): Promise<void> {
  scene = await openScene({}, { published });
  await untilLoaded(scene.hub);
  await turn();
}

async function stepThrough(first: number, count: number): Promise<void> {
  for (let minute = first; minute < first + count; minute++) {
    const stepped = nextUpdate(scene.hub, isFinalBook);
    closeMinute(scene, minute);
    await stepped;
  }
}

const publish = (brackets: readonly PublishedBracket[]) =>
  scene.peer.emit([{ kind: "brackets", instrument: BTC, time: scene.clock.now(), changedAt: asMs(scene.clock.now() - 1), brackets }]);

async function eventsOf(store: Store): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of store.readEvents(BTC, STORED_KINDS, EVER)) events.push(...batch);
  return events;
}

/** Columns of the minutes from `first` on, estimated anew from nothing but these events. */
async function replayed(events: readonly StoredEvent[], name: string, columns: { from: number; to: number }): Promise<Map<number, string>> {
  const store = await openDuckDbStore({ file: join(folder, `${name}.duckdb`) });
  await store.putInstrument(instrumentOf("BTC"));
  await store.appendEvents(events);
  const hub = await startHub({
    source: "replay",
    store,
    exchanges: [],
    coins: ["BTC"],
    contracts: ["linear-perpetual"],
    pinned: new Map(),
    clock: scene.clock,
    depthMs: asMs(0),
    fineDepthMs: Infinity,
    signal: new AbortController().signal,
    onProblem: (where, problem) => expect.fail(`${where}: ${problem}`),
  });
  await untilLoaded(hub);
  await hub.stop();
  const found = await storedColumns(store, 0, columns);
  await store.close();
  return found;
}

const adopted = () => scene.hub.weights(BTC)?.brackets.adoptedAt;

test("a replay of the recorded events gives the columns that live gave, across changes of the margin brackets", async () => {
  await openLive(stricter(2));
  await stepThrough(MINUTE, 3);
  expect(adopted()).toBe(START + 1);
  publish(stricter(4));
  const changedAt = scene.clock.now();
  await stepThrough(MINUTE + 3, 4);
  expect(adopted()).toBe(changedAt);
  const columns = { from: MINUTE - 60, to: MINUTE + 6 };
  const live = await storedColumns(scene.store, 0, columns);
  const events = await eventsOf(scene.store);
  expect(events.filter(({ kind }) => kind === "brackets")).toHaveLength(2);
  expect(live.size).toBe(67);
  expect(await replayed(events, "whole", columns)).toEqual(live);
  const without = await replayed(
    events.filter(({ kind }) => kind !== "brackets"),
    "without",
    columns,
  );
  const differing = [...live].flatMap(([column, bytes]) => (without.get(column) === bytes ? [] : [column - MINUTE]));
  // Known during the first live minute: the second is the first that goes by them.
  expect([Math.min(...differing), differing.length]).toEqual([1, 6]);
});

test("brackets that are in force already are no news: not at the start, not after a restart", async () => {
  const recorded = async () => (await eventsOf(scene.store)).filter((event): event is BracketsEvent => event.kind === "brackets").length;
  await openLive(stricter(1));
  await stepThrough(MINUTE, 1);
  expect(await recorded()).toBe(0);
  publish(stricter(3));
  await stepThrough(MINUTE + 1, 2);
  expect(await recorded()).toBe(1);
  scene.peer.published = stricter(3);
  await scene.restart();
  await untilLoaded(scene.hub);
  await turn();
  await stepThrough(MINUTE + 3, 2);
  expect(await recorded()).toBe(1);
  expect(adopted()).toBe(START + MINUTE_MS + 3_000);
});

test("an exchange that cannot tell its brackets is followed by those on file, and says so once", async () => {
  await openLive();
  scene.peer.brackets = () => Promise.reject(new Error("no such page"));
  await scene.restart();
  await untilLoaded(scene.hub);
  scene.clock.advance(15 * MINUTE_MS);
  await turn();
  expect(scene.problems.filter((problem) => problem.includes("no such page"))).toEqual([
    "binance: no such page; the margin brackets known so far stay in force",
  ]);
  expect(adopted()).toBeNull();
});
