import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Database } from "./database.ts";
import { MIGRATIONS, migrate } from "./schema.ts";

let place: string;
let database: Database;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "powderkeg-schema-"));
  const file = join(place, "market.duckdb");
  database = await Database.connect(file, await DuckDBInstance.create(file));
  await migrate(database);
  await database.write((transaction) => transaction.change("INSERT INTO meta VALUES ('source', 'live')"));
});
afterEach(async () => {
  await database.close();
  await rm(place, { recursive: true });
});

const versions = () => database.read("SELECT version FROM schema_version");

it("brings an older database forward, once, and keeps what is in it", async () => {
  const next = [
    ...MIGRATIONS,
    ["ALTER TABLE meta ADD COLUMN note VARCHAR DEFAULT 'old'"],
    ["UPDATE meta SET note = note || 'er'", "CREATE TABLE later (a INTEGER)"],
  ];
  await migrate(database, next);
  await migrate(database, next);
  expect(await database.read("SELECT * FROM meta")).toEqual([["source", "live", "older"]]);
  expect(await versions()).toEqual([[MIGRATIONS.length + 2]]);
});

it("leaves the database as it was when a step fails", async () => {
  const failing = [...MIGRATIONS, ["CREATE TABLE half (a INTEGER)"], ["ALTER TABLE nowhere ADD COLUMN a INTEGER"]];
  await expect(migrate(database, failing)).rejects.toThrow("nowhere");
  expect(await versions()).toEqual([[MIGRATIONS.length]]);
  expect(await database.read("SELECT table_name FROM duckdb_tables() WHERE table_name = 'half'")).toEqual([]);
});
