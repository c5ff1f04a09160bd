import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { marketFolderFiles, writeFiles } from "../support/market-folder.ts";
import { runPowderkeg, temporaryFolder } from "../support/powderkeg.ts";

const BINARY = fileURLToPath(new URL("../../bin/powderkeg.js", import.meta.url));
const START = Date.UTC(2024, 0, 1);
const MINUTES = 100 * 1_440;
const OPEN_INTERESTS = 48;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

test("a folder is imported once and said to be there the second time", async () => {
  const from = await writeFiles(join(folder.path, "small"), marketFolderFiles());
  const args = ["import", "--from", from, "--data-dir", join(folder.path, "small-store")];
  expect(await runPowderkeg(args)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^binance:BTCUSDT: 288 rows added, 0 there already, 2 of 2 files read/),
  });
  expect(await runPowderkeg(args)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^binance:BTCUSDT: 0 rows added, 0 there already, 0 of 2 files read \(2 imported before\)/),
  });
});

test("Ctrl-C ends an import with 130, what was stored stays, and a second one completes it", async () => {
  const candles = Array.from({ length: MINUTES }, (_, minute) => `${START + minute * 60_000},100,110,90,105,${minute % 7}`);
  const files = { ...marketFolderFiles(), "candles-1m.csv": `open_time_ms,open,high,low,close,volume\n${candles.join("\n")}` };
  const args = ["import", "--from", await writeFiles(join(folder.path, "long"), files), "--data-dir", join(folder.path, "long-store")];
  const child = spawn(process.execPath, [BINARY, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [output, ended] = [saidBy(child), once(child, "close")];
  await output.until(/storing: 0 %/);
  child.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  const added = Number(/([\d,]+) rows added/.exec(output.text())?.[1].replaceAll(",", ""));
  expect(added).toBeGreaterThan(0);
  expect(added).toBeLessThan(MINUTES);

  const { code, stdout } = await runPowderkeg(args);
  expect(code).toBe(0);
  // The file of open interest was through before the interruption, the candles begin again.
  const again = added - OPEN_INTERESTS;
  expect(stdout).toContain(`${(MINUTES - again).toLocaleString("en-US")} rows added, ${again.toLocaleString("en-US")} there already, 1 of 2 files read`);
});

function saidBy(child: ReturnType<typeof spawn>) {
  let text = "";
  const waiting: { pattern: RegExp; resolve: () => void }[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text += String(chunk);
      for (const { pattern, resolve } of waiting) if (pattern.test(text)) resolve();
    });
  }
  const until = (pattern: RegExp) => (pattern.test(text) ? Promise.resolve() : new Promise<void>((resolve) => waiting.push({ pattern, resolve })));
  return { text: () => text, until };
}
