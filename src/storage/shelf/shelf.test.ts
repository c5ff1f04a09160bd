import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR_MS, asMs } from "#core/units.ts";
import { type Shelf, type ShelfOptions, openShelf } from "./shelf.ts";

let directory: string;
let shelf: Shelf;
let now: number;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "powderkeg-shelf-"));
  now = Date.UTC(2026, 2, 3, 10, 15);
});
afterEach(async () => {
  await shelf.close();
  await rm(directory, { recursive: true });
});

const open = (options: Partial<ShelfOptions> = {}) => {
  const clock = { now: () => asMs(now), every: () => () => undefined };
  shelf = openShelf({ directory, keepMs: asMs(2 * HOUR_MS), maxBytes: 1e9, clock, ...options });
};
const linesOf = async (name: string) =>
  gunzipSync(await readFile(join(directory, name)))
    .toString("utf8")
    .trim()
    .split("\n");
const names = async () => (await readdir(directory, { recursive: true })).filter((name) => name.endsWith(".gz")).sort();

test("a file an hour and series, flush after flush in one, in order", async () => {
  open();
  shelf.append("binance/trades", "a");
  shelf.append("binance/books", "x");
  await shelf.flush();
  shelf.append("binance/trades", "b");
  await shelf.flush();
  now += HOUR_MS;
  shelf.append("binance/trades", "c");
  await shelf.flush();
  expect(await names()).toEqual(["binance/2026-03-03T10-books.jsonl.gz", "binance/2026-03-03T10-trades.jsonl.gz", "binance/2026-03-03T11-trades.jsonl.gz"]);
  expect(await linesOf("binance/2026-03-03T10-trades.jsonl.gz")).toEqual(["a", "b"]);
  expect(await linesOf("binance/2026-03-03T11-trades.jsonl.gz")).toEqual(["c"]);
  expect(shelf.health()).toMatchObject({ lines: 4, lost: 0, problem: undefined });
});

test("what is old goes, and nothing of anybody else", async () => {
  open();
  await mkdir(join(directory, "okx"));
  await writeFile(join(directory, "okx", "notes.txt"), "mine");
  shelf.append("okx/trades", "old");
  await shelf.flush();
  now += 2.5 * HOUR_MS;
  shelf.append("okx/trades", "newer");
  await shelf.flush();
  expect(await names()).toHaveLength(2);
  now += 0.5 * HOUR_MS;
  await shelf.flush();
  expect(await names()).toEqual(["okx/2026-03-03T12-trades.jsonl.gz"]);
  expect(await readdir(join(directory, "okx"))).toContain("notes.txt");
});

test("of too much the oldest goes", async () => {
  open({ maxBytes: 60 });
  for (const line of ["first", "second", "third"]) {
    shelf.append("okx/trades", line);
    await shelf.flush();
    now += HOUR_MS;
  }
  expect(await names()).toEqual(["okx/2026-03-03T11-trades.jsonl.gz", "okx/2026-03-03T12-trades.jsonl.gz"]);
  expect(shelf.health().bytes).toBeLessThanOrEqual(60);
});

test("what is there is counted between two looks at it, and a folder that was taken away is made again", async () => {
  open();
  const sizes = async () => (await Promise.all((await names()).map((name) => stat(join(directory, name))))).map(({ size }) => size);
  for (const line of ["a", "b"]) {
    shelf.append("okx/trades", line);
    await shelf.flush();
    now += 1_000;
    expect([shelf.health().bytes]).toEqual(await sizes());
  }
  await rm(join(directory, "okx"), { recursive: true });
  shelf.append("okx/trades", "c");
  await shelf.flush();
  expect(await linesOf("okx/2026-03-03T10-trades.jsonl.gz")).toEqual(["c"]);
  expect(shelf.health().lost).toBe(0);
  now += 60_000;
  await shelf.flush();
  expect([shelf.health().bytes]).toEqual(await sizes());
});

const fill = async (name: string) => {
  await mkdir(join(directory, "okx"), { recursive: true });
  await symlink("/dev/full", join(directory, "okx", name));
};

test.skipIf(process.platform !== "linux")("what a full disk refuses waits for it, is said, and keeps no other file from being written", async () => {
  open();
  await fill("2026-03-03T10-trades.jsonl.gz");
  shelf.append("okx/trades", "a");
  shelf.append("okx/trades", "b");
  shelf.append("okx/books", "x");
  await shelf.flush();
  expect(shelf.health()).toMatchObject({ lost: 0, problem: "the disk is full" });
  expect(await linesOf("okx/2026-03-03T10-books.jsonl.gz")).toEqual(["x"]);
  shelf.append("okx/trades", "c");
  await shelf.flush();
  expect(shelf.health()).toMatchObject({ lost: 0, problem: "the disk is full" });
  await rm(join(directory, "okx", "2026-03-03T10-trades.jsonl.gz"));
  await shelf.flush();
  expect(await linesOf("okx/2026-03-03T10-trades.jsonl.gz")).toEqual(["a", "b", "c"]);
  expect(shelf.health()).toMatchObject({ lost: 0, problem: undefined });
});

test.skipIf(process.platform !== "linux")("what still waits at the end, and what there is no room for, is lost and counted", async () => {
  open();
  await fill("2026-03-03T10-trades.jsonl.gz");
  shelf.append("okx/trades", "a".repeat(15_000_000));
  await shelf.flush();
  shelf.append("okx/trades", "b".repeat(2_000_000));
  expect(shelf.health().lost).toBe(1);
  await shelf.close();
  expect(shelf.health()).toMatchObject({ lost: 2, problem: "the disk is full" });
});

test("a directory that cannot be made is a problem of the shelf alone", async () => {
  await writeFile(join(directory, "taken"), "");
  open({ directory: join(directory, "taken") });
  shelf.append("okx/trades", "a");
  await shelf.flush();
  expect(shelf.health()).toMatchObject({ problem: expect.stringContaining("ENOTDIR") as string });
  await shelf.close();
  expect(shelf.health().lost).toBe(1);
});
