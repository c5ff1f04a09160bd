import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { runPowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { until } from "../support/until.ts";

const BINARY = fileURLToPath(new URL("../../bin/powderkeg.js", import.meta.url));

test("collects until it is told to end, and what came is in the store and on the shelf", async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const data = join(folder.path, "data");
  const args = ["collect", "--source", "simulated", "--coins", "BTC", "--exchanges", "binance", "--data-dir", data];
  const child = spawn(process.execPath, [BINARY, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "close");
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  expect(String(said)).toContain("collecting from SIMULATED");
  // A trade that is on the shelf: everything is listened to.
  const shelf = () => readdir(join(data, "simulated-trades"), { recursive: true }).catch((): string[] => []);
  const kept = async () => (await shelf()).find((name) => name.endsWith("-trades.jsonl.gz"));
  await until(kept, { describe: () => "no trade is on the shelf" });
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(await runPowderkeg(["replay", "--data-dir", data, "--simulated"])).toMatchObject({ code: 1, stdout: expect.stringContaining("not compared") });
});
