import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runPowderkeg, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { expectSentence } from "../support/sentence.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

test("a port in use is named, exit 1", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const { code, stderr } = await runPowderkeg(["serve", "--source", "simulated", "--coins", "BTC", "--port", String(port), "--data-dir", folder.path]);
  taken.close();
  expect(code).toBe(1);
  expectSentence(stderr, String(port));
});

test("a data directory that cannot be made is named, exit 1", async () => {
  const file = join(folder.path, "a-file");
  await writeFile(file, "");
  const data = join(file, "data");
  const { code, stderr } = await runPowderkeg(["serve", "--source", "simulated", "--coins", "BTC", "--port", "0", "--data-dir", data]);
  expect(code).toBe(1);
  expectSentence(stderr, data);
});

test("a second server on the same data directory is refused, exit 1, and the first goes on", async () => {
  const args = ["--source", "simulated", "--coins", "BTC", "--data-dir", folder.path];
  const first = await servePowderkeg(args);
  const second = await runPowderkeg(["serve", "--port", "0", ...args]);
  const health = await fetch(`${first.url}/healthz`);
  expect(await first.stop()).toBe(0);
  expect(second.code).toBe(1);
  expectSentence(second.stderr, "simulated.duckdb");
  expect(health.status).toBe(200);
});

test("an unknown coin is named, exit 2", async () => {
  const { code, stderr } = await runPowderkeg(["serve", "--source", "simulated", "--coins", "NOPE", "--port", "0", "--data-dir", folder.path]);
  expect(code).toBe(2);
  expectSentence(stderr, "NOPE");
});
