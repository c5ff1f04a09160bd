import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { asMs } from "#core/units.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { STORED_KINDS, type Store, type StoredEvent } from "#storage/store.ts";
import { readAll, type TreeContent, writeTree } from "./history-tree.conformance.ts";
import { importHistories } from "./import-history.ts";
import { listHistories, openHistory } from "./open-history.ts";

const T = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const DAY = 86_400_000;
const ID = "binance:BTCUSDT";

const days = (...bars: readonly { day: number; minutes: number; from?: number }[]): TreeContent =>
  Object.fromEntries(
    bars.map(({ day, minutes, from = 0 }) => {
      const rows = Array.from(
        { length: minutes },
        (_, minute) => `${T + day * DAY + (from + minute) * MINUTE},100,110,90,${95 + (minute % 9)},7,0,700,12,3,300,0`,
      );
      return [`klines/BTCUSDT/1m/BTCUSDT-1m-2024-01-${String(day + 1).padStart(2, "0")}.csv`, rows.join("\n")];
    }),
  );

async function openStore(): Promise<Store> {
  const store = await openDuckDbStore({ file: join(await writeTree({}), "market.duckdb") });
  onTestFinished(() => store.close());
  return store;
}
const stored = (store: Store): Promise<readonly StoredEvent[]> => readAll(store.readEvents(ID, STORED_KINDS, { from: asMs(0), to: asMs(1e14) }));
const importFolder = async (store: Store, folder: string, signal?: AbortSignal) =>
  (await importHistories(store, [await openHistory(folder)], signal === undefined ? {} : { signal }))[0];

describe("an import", () => {
  test("stores every event and the instrument, in the order of the history", async () => {
    const [store, folder] = [await openStore(), await writeTree(days({ day: 0, minutes: 1_440 }, { day: 1, minutes: 20 }))];
    expect(await importFolder(store, folder)).toMatchObject({ added: 1_460, duplicates: 0, files: 2, filesSkipped: 0, interrupted: false });
    const history = await openHistory(folder);
    expect(await store.instruments()).toEqual([history.instrument]);
    expect(await stored(store)).toEqual(await readAll(history.events()));
  });

  test("done twice adds nothing, from the same files or from copies of them", async () => {
    const store = await openStore();
    const content = days({ day: 0, minutes: 30 });
    const folder = await writeTree(content);
    await importFolder(store, folder);
    expect(await importFolder(store, folder)).toMatchObject({ added: 0, duplicates: 0, files: 1, filesSkipped: 1 });
    expect(await importFolder(store, await writeTree(content))).toMatchObject({ added: 0, duplicates: 30, filesSkipped: 0 });
  });

  test("reads a file again that has changed, and files that are new", async () => {
    const [store, folder] = [await openStore(), await writeTree(days({ day: 0, minutes: 30 }, { day: 1, minutes: 10 }))];
    await importFolder(store, folder);
    const [[name, grown]] = Object.entries(days({ day: 0, minutes: 40 }));
    await writeFile(join(folder, name), grown);
    const [[next, fresh]] = Object.entries(days({ day: 2, minutes: 5 }));
    await writeFile(join(folder, next), fresh);
    expect(await importFolder(store, folder)).toMatchObject({ added: 15, duplicates: 30, files: 3, filesSkipped: 1 });
  });

  test("notices a change that keeps the size", async () => {
    const [store, content] = [await openStore(), days({ day: 0, minutes: 30 })];
    const folder = await writeTree(content);
    await importFolder(store, folder);
    const [[name]] = Object.entries(content);
    await utimes(join(folder, name), new Date(), new Date(T));
    expect(await importFolder(store, folder)).toMatchObject({ duplicates: 30, filesSkipped: 0 });
  });

  test("that finds bad input leaves the store as it was", async () => {
    const [store, content] = [await openStore(), days({ day: 0, minutes: 1_440 }, { day: 1, minutes: 1_440 })];
    const [, [last, text]] = Object.entries(content);
    const folder = await writeTree({ ...content, [last]: String(text).replace(/,95,7,(?!.*,95,7,)/s, ",95,oops,") });
    await expect(importFolder(store, folder)).rejects.toMatchObject({ code: "bad-input", message: expect.stringMatching(/2024-01-02\.csv line \d+: .*oops/) });
    expect(await store.instruments()).toEqual([]);
    expect(await stored(store)).toEqual([]);
  });

  test("of two instruments stores neither when one is bad, and refuses one that is there twice", async () => {
    const store = await openStore();
    const eth = Object.fromEntries(Object.entries(days({ day: 0, minutes: 5 })).map(([name, text]) => [name.replaceAll("BTC", "ETH"), `${String(text)},1`]));
    const bad = await listHistories(await writeTree({ ...days({ day: 0, minutes: 5 }), ...eth }));
    await expect(importHistories(store, bad)).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining("ETHUSDT") });
    expect(await stored(store)).toEqual([]);
    const history = await openHistory(await writeTree(days({ day: 0, minutes: 5 })));
    await expect(importHistories(store, [history, history])).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(ID) });
  });

  test("that contradicts the store is a conflict and stores nothing, however late it does", async () => {
    const store = await openStore();
    await importFolder(store, await writeTree(days({ day: 20, minutes: 30 })));
    const before = await stored(store);
    const month = days(...Array.from({ length: 21 }, (_, day) => ({ day, minutes: 1_440 })));
    const [name, text] = Object.entries(month).at(-1) ?? [];
    const other = await writeTree({ ...month, [String(name)]: String(text).replace(",7,", ",8,") });
    await expect(importFolder(store, other)).rejects.toMatchObject({
      code: "conflict",
      message: "candle of binance:BTCUSDT at 2024-01-21T00:00:00.000Z: volume 8 contradicts the stored 7; nothing was imported.",
    });
    expect(await stored(store)).toEqual(before);
  });
});

const trade = (time: number, price: number): string => `1,${price},1,1,1,${time},false`;

describe("an interrupted import", () => {
  const month = days(...Array.from({ length: 20 }, (_, day) => ({ day, minutes: 1_440 })));

  test("keeps what is stored, and the next one goes on with the files that were not finished", async () => {
    const [store, folder] = [await openStore(), await writeTree(month)];
    const interruption = new AbortController();
    const interrupting: Store = {
      ...store,
      async appendEvents(events) {
        const report = await store.appendEvents(events);
        interruption.abort();
        return report;
      },
    };
    const first = await importFolder(interrupting, folder, interruption.signal);
    expect(first.interrupted).toBe(true);
    expect(first.added).toBe((await stored(store)).length);

    const second = await importFolder(store, folder);
    expect(second.interrupted).toBe(false);
    expect(second.filesSkipped).toBe(Math.floor(first.added / 1_440));
    expect(first.added + second.added).toBe(20 * 1_440);
    expect(second.duplicates).toBe(first.added % 1_440);
    expect(await stored(store)).toEqual(await readAll((await openHistory(folder)).events()));
  });

  test("that ends while it checks has stored nothing", async () => {
    const [store, folder] = [await openStore(), await writeTree(days({ day: 0, minutes: 5 }))];
    expect(await importFolder(store, folder, AbortSignal.abort())).toMatchObject({ interrupted: true, added: 0 });
    expect(await store.instruments()).toEqual([]);
  });

  test("of trades reads all of them again, so that no minute is cut in two", async () => {
    const store = await openStore();
    const trades: TreeContent = {
      "aggTrades/BTCUSDT/BTCUSDT-aggTrades-2024-01-01.csv": trade(T + DAY - 2 * MINUTE, 100),
      "aggTrades/BTCUSDT/BTCUSDT-aggTrades-2024-01-02.csv": trade(T + DAY + MINUTE, 101),
    };
    const folder = await writeTree(trades);
    await importFolder(store, folder);
    await writeFile(join(folder, "aggTrades/BTCUSDT/BTCUSDT-aggTrades-2024-01-03.csv"), trade(T + 2 * DAY, 102));
    expect((await importFolder(store, folder)).duplicates).toBe(4);
    expect((await stored(store)).length).toBe(2 + DAY / MINUTE + 1);
  });
});

test("progress runs from nothing to all of the bytes, checking first", async () => {
  const folder = await writeTree(days({ day: 0, minutes: 1_440 }, { day: 1, minutes: 1_440 }));
  const seen: { phase: string; bytes: number; totalBytes: number }[] = [];
  const history = await openHistory(folder);
  await importHistories(await openStore(), [history], { onProgress: (progress) => seen.push(progress) });
  const totalBytes = history.files.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(seen.findLast(({ phase }) => phase === "check")).toEqual({ phase: "check", bytes: totalBytes, totalBytes });
  expect(seen.at(-1)).toEqual({ phase: "store", bytes: totalBytes, totalBytes });
});
