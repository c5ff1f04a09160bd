import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BTC, allEvents, modelled } from "#storage/conformance/samples.conformance.ts";
import { openDuckDbStore } from "./open-duckdb-store.ts";
import { BATCH_SIZE, candlesOfBatch, columnsOfBatch } from "./writer-batches.conformance.ts";
import { buildWriter, startWriter } from "./writer-process.conformance.ts";

let writer: Awaited<ReturnType<typeof buildWriter>>;
let place: string;
let file: string;
beforeAll(async () => {
  writer = await buildWriter();
});
afterAll(() => writer.remove());
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "powderkeg-durability-"));
  file = join(place, "market.duckdb");
});
afterEach(() => rm(place, { recursive: true }));

describe("kill -9 while writing", () => {
  it.each([2, 9, 24, 61])("after %i lines leaves every acknowledged batch, and no half of one", async (lineCount) => {
    const writing = startWriter(writer.script, file);
    await writing.said(lineCount);
    writing.child.kill("SIGKILL");
    await writing.ended;
    expect(writing.child.signalCode).toBe("SIGKILL");
    await expectWholeBatches(writing.lines);
  });

  it("again and again in one store loses nothing either", async () => {
    for (const lineCount of [6, 10, 3, 30]) {
      const writing = startWriter(writer.script, file);
      await writing.said(lineCount);
      writing.child.kill("SIGKILL");
      await writing.ended;
      await expectWholeBatches(writing.lines);
    }
  });
});

describe("a full disk", () => {
  it("is one clear sentence, and the store is as it was before the batch", async () => {
    const writing = startWriter(writer.script, file, { maxFileKb: 600 });
    await writing.ended;
    expect(writing.lines.at(-1)).toMatch(/^refused AppError: \S+market\.duckdb could not be written, what was being stored is not in it: .*File too large$/);
    await expectWholeBatches(writing.lines);
  });
});

/** Everything acknowledged is there and right; at most one more batch of a kind is, and then all of it. */
async function expectWholeBatches(lines: readonly string[]): Promise<void> {
  const store = await openDuckDbStore({ file });
  try {
    const candles = await allEvents(store, ["candle"]);
    expect(candles.length % BATCH_SIZE).toBe(0);
    const candleBatches = candles.length / BATCH_SIZE;
    expect(candleBatches).toBeGreaterThanOrEqual(acknowledged(lines, "candles"));
    expect(candles).toEqual(Array.from({ length: candleBatches }, (_, batch) => candlesOfBatch(batch)).flat());
    const columnCount = ((await store.lastColumn(BTC, modelled(0))) ?? -1) + 1;
    expect(columnCount % BATCH_SIZE).toBe(0);
    expect(columnCount / BATCH_SIZE).toBeGreaterThanOrEqual(acknowledged(lines, "columns"));
    // Appending what is there already is refused unless it is identical.
    for (let batch = 0; batch < columnCount / BATCH_SIZE; batch++) await store.appendColumns(BTC, modelled(0), columnsOfBatch(batch));
    expect(await store.lastColumn(BTC, modelled(0))).toBe(columnCount === 0 ? undefined : columnCount - 1);
  } finally {
    await store.close();
  }
}

const acknowledged = (lines: readonly string[], what: "candles" | "columns"): number => lines.filter((line) => line.startsWith(what)).length;
