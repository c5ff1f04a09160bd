import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { untilFilled } from "../support/market-api.ts";
import { FOLDER_START, marketFolderFiles, writeFiles } from "../support/market-folder.ts";
import { runPowderkeg, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

const BTC = "binance:BTCUSDT";
const at = String(FOLDER_START + 200 * 60_000);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let history: string;
let data: string;

/** A data directory that a folder was imported into and served from, so that it holds columns. */
beforeAll(async () => {
  folder = await temporaryFolder();
  const prints = Array.from({ length: 40 }, (_, i) => `${FOLDER_START + i * 300_000},${i % 2 ? "long" : "short"},40000,0.4`);
  history = await writeFiles(join(folder.path, "history"), {
    ...marketFolderFiles(),
    "liquidations.csv": `time_ms,position_side,price,quantity\n${prints.join("\n")}\n`,
  });
  data = join(folder.path, "data");
  expect(await runPowderkeg(["import", "--from", history, "--data-dir", data])).toMatchObject({ code: 0 });
  const server = await servePowderkeg(["--source", "replay", "--data-dir", data]);
  await untilFilled(server.url, BTC);
  await server.stop();
});
afterAll(() => folder.remove());

describe("replay", () => {
  test("says of every market that its columns come out again, in words and as JSON", async () => {
    expect(await runPowderkeg(["replay", "--data-dir", data])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^binance:BTCUSDT: \d+ columns are identical \(ladder@\d+, to 2024-01-01T04:00:00.000Z\)\n$/),
    });
    const { stdout } = await runPowderkeg(["replay", "--data-dir", data, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ market: BTC, identical: true, columns: { differing: 0, notMade: 0 }, first: null });
  });

  test("fails when the record has changed under the columns", async () => {
    const changed = join(folder.path, "changed");
    await cp(data, changed, { recursive: true });
    const sample = `time_ms,open_interest\n${FOLDER_START + 92 * 60_000},20000\n`;
    const from = await writeFiles(join(folder.path, "sample"), { ...marketFolderFiles(), "open-interest.csv": sample });
    expect(await runPowderkeg(["import", "--from", from, "--data-dir", changed])).toMatchObject({ code: 0 });
    expect(await runPowderkeg(["replay", "--data-dir", changed])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/ DIFFER, the first is that of 2024-01-01T01:31:00.000Z \(1 min\)/),
    });
  });
});

describe("export", () => {
  test("gives a folder whose map is the same to the last bit", async () => {
    const out = join(folder.path, "exported");
    expect(await runPowderkeg(["export", "--data-dir", data, "--out", out, "--symbol", "btcusdt"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^binance:BTCUSDT: .*BTCUSDT, rows: candles-1m.csv 240, open-interest.csv \d+, liquidations.csv 40\n$/),
    });
    const map = (from: string) => runPowderkeg(["estimate", "--from", from, "--at", at]);
    const [before, after] = [await map(history), await map(out)];
    expect([after.code, after.stdout]).toEqual([0, before.stdout]);
    expect(before.stdout).toContain('"byTier"');
  });

  test("refuses what it cannot do in a sentence, and leaves nothing", async () => {
    const out = join(folder.path, "refused");
    const refusals: readonly (readonly [readonly string[], number, RegExp])[] = [
      [["--data-dir", join(folder.path, "nowhere")], 2, /nowhere.market\.duckdb: there is no such database\n/],
      [["--data-dir", data, "--simulated"], 2, /there is no such database; there is the real one: leave out --simulated/],
      [["--data-dir", data, "--symbol", "NOPE"], 2, /there is no exchange:NOPE; it holds binance:BTCUSDT/],
      [["--data-dir", data, "--start", at, "--end", at], 2, /is not before/],
    ];
    for (const [args, code, sentence] of refusals)
      expect(await runPowderkeg(["export", "--out", out, ...args])).toMatchObject({ code, stderr: expect.stringMatching(sentence) });
    await mkdir(join(out, "binance", "BTCUSDT"), { recursive: true });
    await writeFile(join(out, "binance", "BTCUSDT", "mine"), "");
    expect(await runPowderkeg(["export", "--out", out, "--data-dir", data])).toMatchObject({ code: 1, stderr: expect.stringContaining("is there already") });
    expect(await readdir(out, { recursive: true })).toEqual(["binance", join("binance", "BTCUSDT"), join("binance", "BTCUSDT", "mine")]);
  });
});
