import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "./open-database.ts";
import { openDuckDbStore } from "./open-duckdb-store.ts";
import { MIGRATIONS } from "./schema.ts";
import { buildWriter, startWriter } from "./writer-process.conformance.ts";

let place: string;
let file: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "powderkeg-open-"));
  file = join(place, "market.duckdb");
});
afterEach(() => rm(place, { recursive: true }));

describe("a new database", () => {
  it("is made with the directories above it, and leaves nothing else there", async () => {
    file = join(place, "a", "b", "market.duckdb");
    await (await openDuckDbStore({ file })).close();
    expect(await readdir(join(place, "a", "b"))).toEqual(["market.duckdb"]);
  });

  it("is not made where nothing can be written", async () => {
    await writeFile(join(place, "plain-file"), "");
    for (const name of ["plain-file/market.duckdb", "plain-file/a/market.duckdb"]) {
      await expectRefused(join(place, name), "unavailable", "cannot be used");
    }
  });

  it.skipIf(process.getuid?.() === 0)("is not made in a directory without permission (root has all, so this is skipped for root)", async () => {
    const closed = join(place, "closed");
    await mkdir(closed, { mode: 0o500 });
    await expectRefused(join(closed, "market.duckdb"), "unavailable", "cannot be used");
    expect(await readdir(closed)).toEqual([]);
    await chmod(closed, 0o700);
  });
});

it("runs a statement on what is there when it runs, not when it was planned", async () => {
  const { database, close } = await openDatabase({ file, memoryLimitMb: 128 });
  await database.read("PREPARE how_many AS SELECT count(*)::INTEGER FROM meta WHERE key = 'late'");
  await database.write((transaction) => transaction.change("INSERT INTO meta VALUES ('late', 'committed')"));
  expect(await database.read("EXECUTE how_many")).toEqual([[1]]);
  await close();
});

it("is closed under nobody's feet: what was asked for is answered, what comes later is refused in words", async () => {
  const { database, close } = await openDatabase({ file, memoryLimitMb: 128 });
  const answers: unknown[] = [];
  /** A reader in many steps, which knows of no close. */
  async function readOn(): Promise<void> {
    for (;;) answers.push((await database.read("SELECT count(*)::INTEGER FROM range(50000) AS r(n) WHERE n > ?", [1]))[0][0]);
  }
  const readers = Promise.allSettled(Array.from({ length: 4 }, readOn));
  await database.read("SELECT 1");
  await close();
  const refused = expect.objectContaining({ code: "unavailable", message: `${file} has been closed` });
  expect(await readers).toEqual(Array.from({ length: 4 }, () => ({ status: "rejected", reason: refused })));
  expect(new Set(answers)).toEqual(new Set([49_998]));
  await expect(database.write((transaction) => transaction.rows("SELECT 1"))).rejects.toEqual(refused);
});

describe("a file that is not ours is refused and left as it is", () => {
  it("of a newer version", async () => {
    await (await openDuckDbStore({ file })).close();
    await runSql("UPDATE schema_version SET version = 77", "CREATE TABLE of_the_future (a INTEGER)");
    await expectRefused(file, "newer-version", `has schema version 77 and this Powderkeg knows versions up to ${MIGRATIONS.length}`);
  });

  it.each(["", "x", "open_time_ms,open,high,low,close\n".repeat(5000)])("that is no database", async (content) => {
    await writeFile(file, content);
    await expectRefused(file, "unavailable", "is not a database that can be read");
  });

  it("that is half of a database", async () => {
    await (await openDuckDbStore({ file })).close();
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, whole.length / 2));
    await expectRefused(file, "unavailable", "is not a database that can be read");
  });

  it("that is another program's database", async () => {
    await runSql("CREATE TABLE candles (a INTEGER)");
    await expectRefused(file, "unavailable", "is a DuckDB database, but not one of Powderkeg's");
  });

  it("that is a directory", async () => {
    await mkdir(file);
    await expect(openDuckDbStore({ file })).rejects.toMatchObject({ name: "AppError", code: "unavailable", message: expect.stringContaining(file) });
  });
});

describe("a database in use", () => {
  it("by another process is refused, and free again when that process is gone", async () => {
    const writer = await buildWriter();
    const writing = startWriter(writer.script, file);
    await writing.said(1);
    await expect(openDuckDbStore({ file })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`${file} is in use by another process`),
    });
    writing.child.kill("SIGKILL");
    await writing.ended;
    await (await openDuckDbStore({ file })).close();
    await writer.remove();
  });

  it("by this process is refused until it is closed, and stays locked for others", async () => {
    const store = await openDuckDbStore({ file });
    await expect(openDuckDbStore({ file: `${place}/./market.duckdb` })).rejects.toMatchObject({ name: "AppError", code: "conflict" });
    expect(openElsewhere().stdout.toString()).toContain("Could not set lock");
    await store.close();
    expect(openElsewhere().stdout.toString()).toBe("opened");
    await (await openDuckDbStore({ file })).close();
  });
});

async function expectRefused(path: string, code: string, words: string): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  await expect(openDuckDbStore({ file: path })).rejects.toMatchObject({ name: "AppError", code, message: expect.stringMatching(/^\S+ .*$/) });
  await expect(openDuckDbStore({ file: path })).rejects.toThrow(words);
  await expect(openDuckDbStore({ file: path })).rejects.toThrow(path);
  if (before === undefined) await expect(stat(path)).rejects.toThrow();
  else expect(Buffer.compare(await readFile(path), before)).toBe(0);
}

async function runSql(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** What plain DuckDB says in a process of its own. */
function openElsewhere(): SpawnSyncReturns<Buffer> {
  const script = `require("@duckdb/node-api").DuckDBInstance.create(process.argv[1]).then(() => process.stdout.write("opened"), (error) => process.stdout.write(error.message))`;
  return spawnSync(process.execPath, ["-e", script, file], { cwd: import.meta.dirname });
}
