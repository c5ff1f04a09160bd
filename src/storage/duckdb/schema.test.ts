import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TILE_COLUMNS, createTile, parseTile, putColumn, tilePayload, tileYOfCell } from "#core/heat-tile.ts";
import { cellOf } from "#storage/conformance/columns.conformance.ts";
import { BTC, allEvents, heatColumn, modelled, oneOfEach } from "#storage/conformance/samples.conformance.ts";
import { Database } from "./database.ts";
import { openDuckDbStore } from "./open-duckdb-store.ts";
import { MIGRATIONS, migrate } from "./schema.ts";
import { gzipTile } from "#storage/tile-gzip.ts";

let place: string;
let database: Database;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "powderkeg-schema-"));
  const file = join(place, "market.duckdb");
  database = await Database.connect(file, () => DuckDBInstance.create(file));
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

it("reads columns and tiles from before there were layers as modelled", async () => {
  const file = join(place, "old.duckdb");
  const old = await Database.connect(file, () => DuckDBInstance.create(file));
  await migrate(old, MIGRATIONS.slice(0, 1));
  const column = heatColumn(TILE_COLUMNS + 3, { byte: 8 });
  const tile = createTile({ layer: "modelled", level: 0, x: 0, y: tileYOfCell(column.firstCell) });
  putColumn(tile, { ...column, column: 3 });
  await old.write(async (transaction) => {
    await transaction.append("heat_columns", [[BTC, 0, column.column, false, column.firstCell, column.cellCount, column.bytes]]);
    await transaction.append("heat_tiles", [[BTC, 0, tile.x, tile.y, 255, await gzipTile(tilePayload(tile))]]);
  });
  await old.close();
  const store = await openDuckDbStore({ file });
  try {
    expect(await store.lastColumn(BTC, modelled(0))).toBe(column.column);
    expect(await store.lastColumn(BTC, { layer: "measured", level: 0 })).toBeUndefined();
    for (const x of [0, 1]) {
      const at = { x, y: tile.y, level: 0 };
      const { gzip } = (await store.tile(BTC, { ...at, layer: "modelled" }))!;
      expect(cellOf(parseTile(gunzipSync(gzip), "modelled"), { plane: 4, cell: 1000, column: x * TILE_COLUMNS + 3 })).toBe(8);
      expect(await store.tile(BTC, { ...at, layer: "measured" })).toBeUndefined();
    }
    await store.appendColumns(BTC, modelled(0), [heatColumn(TILE_COLUMNS + 4)]);
  } finally {
    await store.close();
  }
});

it("takes prints from before they were numbered for the first of their kind", async () => {
  const file = join(place, "old.duckdb");
  const old = await Database.connect(file, () => DuckDBInstance.create(file));
  await migrate(old, MIGRATIONS.slice(0, 6));
  const { liquidation } = oneOfEach(0);
  const { time, positionSide, price, size } = liquidation;
  await old.write((transaction) => transaction.append("liquidations", [[BTC, time, positionSide, price, size, null, null, "complete"]]));
  await old.close();
  const store = await openDuckDbStore({ file });
  try {
    expect(await store.appendEvents([liquidation, { ...liquidation, ordinal: 1 }])).toEqual({ added: 1, duplicates: 1 });
    expect(await allEvents(store, ["liquidation"])).toEqual([liquidation, { ...liquidation, ordinal: 1 }]);
  } finally {
    await store.close();
  }
});
