import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
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

test("a data directory that is a file is named as one, exit 1, and left as it is", async () => {
  const data = join(folder.path, "a-file");
  await writeFile(data, "kept");
  const { code, stderr } = await runPowderkeg(["serve", "--source", "simulated", "--coins", "BTC", "--port", "0", "--data-dir", data]);
  expect(code).toBe(1);
  expectSentence(stderr, data, "is a file");
  expect(await readFile(data, "utf8")).toBe("kept");
});

test("a second server on the same data directory is refused, exit 1, and the first goes on", async () => {
  const args = ["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--data-dir", folder.path];
  const first = await servePowderkeg(args);
  const second = await runPowderkeg(["serve", "--port", "0", ...args]);
  const health = await fetch(`${first.url}/healthz`);
  expect(await first.stop()).toBe(0);
  expect(second.code).toBe(1);
  expectSentence(second.stderr, "simulated.duckdb");
  expect(health.status).toBe(200);
});

test("a database of a newer version is refused with both versions, exit 1, and left as it is", async () => {
  const file = join(folder.path, "market.duckdb");
  await makeDatabase(file, ["CREATE TABLE schema_version (version INTEGER)", "INSERT INTO schema_version VALUES (4242)"]);
  const before = await readFile(file);
  const { code, stderr } = await runPowderkeg(["serve", "--source", "replay", "--port", "0", "--data-dir", folder.path]);
  expect(code).toBe(1);
  expectSentence(stderr, "market.duckdb", "4242");
  expect((await readFile(file)).equals(before)).toBe(true);
});

test("a file that is no database is named, exit 1, and left as it is", async () => {
  const file = join(folder.path, "market.duckdb");
  await writeFile(file, "not a database");
  const { code, stderr } = await runPowderkeg(["serve", "--source", "replay", "--port", "0", "--data-dir", folder.path]);
  expect(code).toBe(1);
  expectSentence(stderr, "market.duckdb");
  expect(await readFile(file, "utf8")).toBe("not a database");
});

test("an unknown coin is named, exit 2", async () => {
  const { code, stderr } = await runPowderkeg(["serve", "--source", "simulated", "--coins", "NOPE", "--port", "0", "--data-dir", folder.path]);
  expect(code).toBe(2);
  expectSentence(stderr, "NOPE");
});

async function makeDatabase(file: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
