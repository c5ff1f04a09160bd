import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BTC } from "#storage/conformance/samples.conformance.ts";
import type { HeatStretch } from "./heat-place.ts";
import { openDatabase } from "./open-database.ts";
import { readStretch } from "./read-stretch.ts";
import { setApart } from "./set-apart.ts";

const TILES = 2_000;
const tileOf = (x: number) => new Uint8Array(randomBytes(x % 3 === 0 ? 15_000 : 700 + x));

it("lets one tile of thousands be read without the others", async () => {
  const place = await mkdtemp(join(tmpdir(), "powderkeg-apart-"));
  const file = { file: join(place, "market.duckdb"), memoryLimitMb: 128 };
  try {
    const tiles = Array.from({ length: TILES }, (_, x) => tileOf(x));
    const written = await openDatabase(file);
    const rows = tiles.map((gzip, x) => [BTC, 0, x, 0, 256 * x, setApart(gzip), "modelled", gzip.length]);
    await written.database.write((transaction) => transaction.append("heat_tiles", rows));
    await written.close();

    const { database, close } = await openDatabase(file);
    const stretch: HeatStretch = { instrument: BTC, layer: "modelled", level: 0, x: 1_001 };
    expect(Buffer.from((await readStretch(database, stretch)).sealed.get(0)!)).toEqual(Buffer.from(tiles[stretch.x]));
    const [[touched]] = await database.read("SELECT sum(memory_usage_bytes) FROM duckdb_memory() WHERE tag = 'BASE_TABLE'");
    expect(Number(touched)).toBeLessThan(3_000_000);
    await close();
  } finally {
    await rm(place, { recursive: true });
  }
});
