import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FOLDER_START, marketFolderFiles, writeFiles } from "../support/market-folder.ts";
import { runPowderkeg, temporaryFolder } from "../support/powderkeg.ts";

const MINUTE = 60_000;
const AT = String(FOLDER_START + 200 * MINUTE);

interface Level {
  readonly price: number;
  readonly longUsd: number;
}

interface Explained {
  readonly time: number;
  readonly priceLow: number;
  readonly priceHigh: number;
  readonly usd: number;
  readonly explainedUsd: number;
  readonly parts: readonly { readonly usdNow: number; readonly leverage: number }[];
  readonly rest: { readonly usdNow: number };
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let from: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  from = await writeFiles(join(folder.path, "market"), marketFolderFiles());
});
afterAll(() => folder.remove());

const explain = (...more: readonly string[]) => runPowderkeg(["explain", "--from", from, "--at", AT, ...more]);

test("the parts of a cell sum to what the map of the same instant shows there", async () => {
  const [map, cell] = await Promise.all([
    runPowderkeg(["estimate", "--from", from, "--at", AT]),
    explain("--price", "38200", "--side", "long", "--rows", "10", "--json"),
  ]);
  const { levels } = (JSON.parse(map.stdout) as { snapshots: readonly { levels: readonly Level[] }[] }).snapshots[0];
  const { time, priceLow, priceHigh, usd, explainedUsd, parts, rest } = JSON.parse(cell.stdout) as Explained;
  const shown = levels.filter(({ price }) => price > priceLow && price < priceHigh);
  const shownUsd = shown.reduce((sum, { longUsd }) => sum + longUsd, 0);
  expect([time, shown.length]).toEqual([Number(AT), 10]);
  expect(usd / shownUsd).toBeCloseTo(1, 4);
  expect(explainedUsd / usd).toBeCloseTo(1, 4);
  expect(parts.reduce((sum, { usdNow }) => sum + usdNow, rest.usdNow) / explainedUsd).toBeCloseTo(1, 9);
  expect(parts[0].usdNow).toBeGreaterThanOrEqual(parts[1].usdNow);
});

test("a person reads a table, or one sentence about what is wrong", async () => {
  const table = await explain("--price", "38200", "--side", "long");
  expect(table).toMatchObject({ code: 0, stderr: "" });
  for (const word of ["of longs liquidate from", "leverage", "not on record", "% of the cell", "binance-usdm"]) expect(table.stdout).toContain(word);
  const wrong = await explain("--price", "38200", "--side", "both");
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("--side must be long or short");
  const early = await runPowderkeg(["explain", "--from", from, "--at", String(FOLDER_START - MINUTE), "--price", "38200", "--side", "long"]);
  expect(early.stderr).toContain("has no map at 2023-12-31T23:59:00.000Z");
});
