import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FOLDER_START, marketFolderFiles, withLine, writeFiles } from "../support/market-folder.ts";
import { runPowderkeg, temporaryFolder } from "../support/powderkeg.ts";

const BINARY = fileURLToPath(new URL("../../bin/powderkeg.js", import.meta.url));
const MINUTE = 60_000;
const at = (minute: number) => FOLDER_START + minute * MINUTE;
const files = marketFolderFiles();
const openInterest = (...rows: readonly string[]) => ({ ...files, "open-interest.csv": ["time_ms,open_interest", ...rows].join("\n") });

interface Estimate {
  readonly snapshots: readonly { readonly time: number; readonly mark: number; readonly openInterest: number }[];
  readonly crossed: readonly { readonly time: number; readonly forcedLongUsd: number }[];
}

interface BandedSnapshot {
  readonly levels: readonly { readonly longUsd: number }[];
  readonly bands?: readonly {
    readonly price: number;
    readonly longUsd: number;
    readonly longP10: number;
    readonly longP90: number;
    readonly longConfidence: number;
  }[];
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

let folders = 0;
async function estimate(content: Readonly<Record<string, string>>, ...times: readonly number[]): Promise<Estimate & { said: string }> {
  const from = await writeFiles(join(folder.path, String(folders++)), content);
  const { code, stdout, stderr } = await runPowderkeg(["estimate", "--from", from, "--at", times.join()]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return { ...(JSON.parse(stdout) as Estimate), said: stderr };
}

/** The folder as it would have been recorded up to `time`. */
function recordedUpTo(time: number): Record<string, string> {
  const rows = (name: string, lastMs: number) => {
    const [header, ...lines] = files[name].trimEnd().split("\n");
    return [header, ...lines.filter((line) => Number(line.split(",")[0]) <= lastMs)].join("\n");
  };
  return { ...files, "candles-1m.csv": rows("candles-1m.csv", time - MINUTE), "open-interest.csv": rows("open-interest.csv", time) };
}

test("the answer at an instant is that of a folder recorded up to then", async () => {
  const times = [at(200) - 1, at(200), at(203) + 30_000];
  const whole = await estimate(files, ...times);
  expect(whole.snapshots.map(({ time }) => time)).toEqual(times);
  for (const [index, time] of times.entries()) {
    const { snapshots, crossed } = await estimate(recordedUpTo(time), time);
    expect(snapshots).toEqual([whole.snapshots[index]]);
    expect(crossed).toEqual(whole.crossed.slice(0, crossed.length));
  }
});

test("bands are added when asked for, around the dollars of the levels, and nothing else changes", async () => {
  const from = await writeFiles(join(folder.path, String(folders++)), files);
  const ask = async (...flags: readonly string[]) =>
    JSON.parse((await runPowderkeg(["estimate", "--from", from, "--at", String(at(200)), ...flags])).stdout) as { snapshots: readonly BandedSnapshot[] };
  const [plain] = (await ask()).snapshots;
  const [{ bands = [], ...rest }] = (await ask("--bands")).snapshots;
  expect(rest).toEqual(plain);
  const sum = (levels: readonly { readonly longUsd: number }[]) => levels.reduce((usd, { longUsd }) => usd + longUsd, 0);
  // Levels are written in whole dollars.
  expect(Math.abs(sum(bands) / sum(plain.levels) - 1)).toBeLessThan(1e-3);
  for (const { longUsd, longP10, longP90, longConfidence } of bands) {
    expect(longP10).toBeLessThanOrEqual(longP90);
    expect(longConfidence > 0).toBe(longUsd > 0 && longP10 > 0);
  }
  expect(bands.some(({ longP10, longUsd, longP90 }) => 0 < longP10 && longP10 < longUsd && longUsd < longP90)).toBe(true);
});

test("open interest stamped at the instant is used, a millisecond later it is not", async () => {
  const content = openInterest(`${at(0)},10000`, `${at(100)},10500`);
  const { snapshots } = await estimate(content, at(100) - 1, at(100));
  expect(snapshots.map(({ openInterest }) => openInterest)).toEqual([10_000, 10_500]);
});

test("there is no map before the first candle has ended, whatever open interest is known", async () => {
  const content = openInterest(`${at(0) + 20_000},10000`);
  const { snapshots, crossed, said } = await estimate(content, at(-60), at(0.5), at(1));
  expect(snapshots.map(({ time }) => time)).toEqual([at(1)]);
  expect(crossed).toHaveLength(1);
  expect(said).toContain("no map at 2 of the times");
});

test("crossed runs from the first step to the last time and is zero before the first open interest", async () => {
  const { crossed } = await estimate(openInterest(`${at(100)},10000`), at(240));
  expect(crossed.map(({ time }) => time)).toEqual(Array.from({ length: 240 }, (_, minute) => at(minute)));
  expect(crossed.slice(0, 100).every(({ forcedLongUsd }) => forcedLongUsd === 0)).toBe(true);
  expect(crossed.slice(100).some(({ forcedLongUsd }) => forcedLongUsd > 0)).toBe(true);
});

test("a change of open interest larger than the volume is counted and ends nothing", async () => {
  const { said, snapshots } = await estimate(withLine(files, "open-interest.csv", { line: 10, text: `${at(40)},90000` }), at(200));
  expect(said).toContain("2 changes of open interest larger than the volume traded");
  expect(snapshots).toHaveLength(1);
});

test("a reader that has seen enough leaves no file behind", async () => {
  const from = await writeFiles(join(folder.path, "piped"), files);
  const scratch = join(folder.path, "scratch");
  await mkdir(scratch);
  const args = [BINARY, "estimate", "--from", from, "--every", "30m"];
  const child = spawn(process.execPath, args, { env: { ...process.env, TMPDIR: scratch }, stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.once("data", () => child.stdout.destroy());
  expect(await once(child, "close")).toEqual([0, null]);
  expect(await readdir(scratch)).toEqual([]);
});

test("mark candles longer than the candles are not read, and it is said", async () => {
  const { said } = await estimate({ ...files, "mark-1h.csv": `open_time_ms,open,high,low,close\n${at(0)},40000,40100,39900,40000\n` }, at(200));
  expect(said).toContain("mark candles of 1h");
  expect(said).toContain("no mark price");
});
