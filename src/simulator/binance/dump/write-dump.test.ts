import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { type WorldParameters, drawWorld } from "#simulator/market/world-parameters.ts";
import { DUMP_DEFAULTS, type DumpOptions, writeDump } from "./write-dump.ts";

let root: string;
const { start } = DUMP_DEFAULTS;
const options = (name: string): DumpOptions => ({
  seed: "dump",
  days: 1,
  coins: ["SOL"],
  directory: join(root, name),
  start,
  truthEveryMs: 6 * HOUR_MS,
  aggregateTrades: "write",
  onProgress: () => undefined,
});

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "powderkeg-dump-"));
  await writeDump(options("one"));
  await writeDump(options("two"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const read = (path: string, name = "one") => readFile(join(root, name, path), "utf8");
const rowsOf = async (path: string) =>
  (await read(`data/futures/um/${path}`))
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

const sum = (rows: string[][], column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);

describe("a dump", () => {
  it("is the same bytes again", async () => {
    const files = (await readdir(join(root, "one"), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name).sort()).toEqual([
      "SOLUSDT-1m-2026-01-01.csv",
      "SOLUSDT-1m-2026-01-01.csv",
      "SOLUSDT-aggTrades-2026-01-01.csv",
      "SOLUSDT-forced.csv",
      "SOLUSDT-fundingRate-2026-01.csv",
      "SOLUSDT-levels.jsonl",
      "SOLUSDT-liquidationSnapshot-2026-01-01.csv",
      "SOLUSDT-metrics-2026-01-01.csv",
      "world.json",
    ]);
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name).slice(join(root, "one").length + 1);
      expect(await read(path, "two"), path).toBe(await read(path));
    }
  });

  it("has every minute, and open interest that changes by no more than was traded", async () => {
    const klines = await rowsOf("daily/klines/SOLUSDT/1m/SOLUSDT-1m-2026-01-01.csv");
    expect(klines.map(([time]) => Number(time))).toEqual(Array.from({ length: 1_440 }, (_, i) => start + i * 60_000));
    const metrics = await rowsOf("daily/metrics/SOLUSDT/SOLUSDT-metrics-2026-01-01.csv");
    expect(metrics).toHaveLength(288);
    expect(metrics[0][0]).toBe("2026-01-01 00:05:00");
    for (let i = 1; i < metrics.length; i++) {
      const volume = klines.slice(i * 5, i * 5 + 5).reduce((sum, row) => sum + Number(row[5]), 0);
      expect(Math.abs(Number(metrics[i][2]) - Number(metrics[i - 1][2]))).toBeLessThanOrEqual(volume + 1e-6);
    }
  });

  it("has trades that add up to its candles", async () => {
    const klines = await rowsOf("daily/klines/SOLUSDT/1m/SOLUSDT-1m-2026-01-01.csv");
    const trades = await rowsOf("daily/aggTrades/SOLUSDT/SOLUSDT-aggTrades-2026-01-01.csv");
    expect(sum(trades, 2)).toBeCloseTo(sum(klines, 5), 3);
    expect(
      sum(
        trades.filter((row) => row[6] === "false"),
        2,
      ),
    ).toBeCloseTo(sum(klines, 9), 3);
    expect(trades).toHaveLength(sum(klines, 8));
  });

  it("prints at most one liquidation a second, each within what was forced in its minute", async () => {
    const printed = await rowsOf("daily/liquidationSnapshot/SOLUSDT/SOLUSDT-liquidationSnapshot-2026-01-01.csv");
    expect(printed.length).toBeGreaterThan(5);
    expect(new Set(printed.map(([time]) => Math.floor(Number(time) / 1_000))).size).toBe(printed.length);
    const forced = new Map(
      (await read("truth/SOLUSDT-forced.csv"))
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => [Number(line.split(",")[0]), line.split(",").map(Number)]),
    );
    for (const [time, side, , , , , averagePrice, , , filled] of printed) {
      const [, longUsd, shortUsd] = forced.get(Math.floor(Number(time) / 60_000) * 60_000) ?? [0, 0, 0];
      expect(Number(averagePrice) * Number(filled)).toBeLessThanOrEqual((side === "SELL" ? longUsd : shortUsd) * 1.02);
    }
  });

  it("keeps its truth apart: snapshots at the instants, and the world's parameters", async () => {
    const snapshots = (await read("truth/SOLUSDT-levels.jsonl"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { time: number; levels: unknown[] });
    expect(snapshots.map(({ time }) => time)).toEqual([0, 6, 12, 18].map((hour) => start + hour * HOUR_MS));
    for (const { levels } of snapshots) expect(levels.length).toBeGreaterThan(1_000);
    const world = JSON.parse(await read("truth/world.json")) as { seed: string; start: string; isolatedRungs: number[]; parameters: WorldParameters };
    expect(world.seed).toBe("dump");
    expect(Date.parse(world.start) % DAY_MS).toBe(0);
    expect(world.parameters).toEqual(drawWorld("dump"));
    expect(world.isolatedRungs).toHaveLength(world.parameters.isolatedWeights.length);
  });
});
