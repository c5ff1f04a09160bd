import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FOLDER_START, marketFolderFiles, withLine, writeFiles } from "../support/market-folder.ts";
import { runPowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { expectSentence } from "../support/sentence.ts";

type Files = Record<string, string | Uint8Array>;
const good = marketFolderFiles();
const at = (minute: number) => FOLDER_START + minute * 60_000;
const candles = (line: number, text: string) => withLine(good, "candles-1m.csv", { line, text });
const without = (name: string): Files => Object.fromEntries(Object.entries(good).filter(([file]) => file !== name));
const gzipped = gzipSync(good["candles-1m.csv"]);

/** A broken folder and what its sentence has to name. */
const BROKEN: readonly { name: string; files: Files; names: readonly string[] }[] = [
  { name: "a missing column", files: candles(1, "open_time_ms,open,high,low,volume"), names: ["candles-1m.csv", "close"] },
  { name: "a renamed column", files: candles(1, "open_time_ms,open,top,low,close,volume"), names: ["candles-1m.csv", "high"] },
  { name: "text in a number", files: candles(7, `${at(5)},40000,many,39990,40000,20`), names: ["candles-1m.csv", "7", "many"] },
  { name: "NaN", files: candles(8, `${at(6)},40000,40010,39990,NaN,20`), names: ["candles-1m.csv", "8", "NaN"] },
  { name: "a negative price", files: candles(9, `${at(7)},-40000,40010,-40000,40000,20`), names: ["candles-1m.csv", "9", "-40000"] },
  { name: "a high below the low", files: candles(9, `${at(7)},40000,39000,39990,40000,20`), names: ["candles-1m.csv", "9"] },
  { name: "a time that goes backwards", files: candles(12, `${at(3)},40000,40010,39990,40001,20`), names: ["candles-1m.csv", "12"] },
  { name: "two candles at one time", files: candles(12, `${at(9)},40000,40010,39990,40001,21`), names: ["candles-1m.csv", "12"] },
  {
    name: "two open interests at one time",
    files: withLine(good, "open-interest.csv", { line: 4, text: `${at(5)},99999` }),
    names: ["open-interest.csv", "4"],
  },
  { name: "an empty file", files: { ...good, "candles-1m.csv": "" }, names: ["candles-1m.csv"] },
  {
    name: "a truncated gzip",
    files: { ...without("candles-1m.csv"), "candles-1m.csv.gz": gzipped.subarray(0, gzipped.length / 2) },
    names: ["candles-1m.csv.gz"],
  },
  { name: "a zip that is none", files: { ...without("candles-1m.csv"), "candles-1m.zip": "PK\u0003\u0004 and nothing" }, names: ["candles-1m"] },
  { name: "no candles", files: without("candles-1m.csv"), names: ["candles"] },
  {
    name: "an unknown contract",
    files: { ...good, "instrument.json": good["instrument.json"].replace("linear", "option") },
    names: ["instrument.json", "contract"],
  },
  { name: "an instrument that is no JSON", files: { ...good, "instrument.json": "{" }, names: ["instrument.json"] },
];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

describe.each(BROKEN)("$name", ({ name, files, names }) => {
  const from = () => writeFiles(join(folder.path, name), files);

  test("estimate exits 2 with one sentence and prints nothing", async () => {
    const { code, stdout, stderr } = await runPowderkeg(["estimate", "--from", await from(), "--at", String(at(200))]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expectSentence(stderr, ...names);
  });

  test("import exits 2 with one sentence and stores nothing of it", async () => {
    const data = join(folder.path, `${name}, stored`);
    const { code, stderr } = await runPowderkeg(["import", "--from", await from(), "--data-dir", data]);
    expect(code).toBe(2);
    expectSentence(stderr, ...names);
  });
});

test("estimate without any open interest exits 2 and says so", async () => {
  const from = await writeFiles(join(folder.path, "no-open-interest"), without("open-interest.csv"));
  const { code, stdout, stderr } = await runPowderkeg(["estimate", "--from", from, "--at", String(at(200))]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expectSentence(stderr, "open interest");
});

test("an output file is not left behind half-written", async () => {
  const from = await writeFiles(join(folder.path, "late-fault"), candles(200, "oops,1,1,1,1,1"));
  const out = join(folder.path, "late-fault.json");
  const { code, stderr } = await runPowderkeg(["estimate", "--from", from, "--every", "30m", "--out", out]);
  expect(code).toBe(2);
  expectSentence(stderr, "candles-1m.csv", "200");
  expect((await readdir(folder.path)).filter((name) => name.startsWith("late-fault."))).toEqual([]);
});
