import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { storeError } from "./database-errors.ts";
import { Database } from "./database.ts";
import { buildWriter, makeRoom, startWriter, type WriterProcess } from "./writer-process.conformance.ts";

let writer: Awaited<ReturnType<typeof buildWriter>>;
let place: string;
beforeAll(async () => {
  writer = await buildWriter("full-disk");
});
afterAll(() => writer.remove());
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "powderkeg-full-disk-"));
});
afterEach(() => rm(place, { recursive: true }));

it("is survived by the process: what is stored stays readable, writing goes on when there is room, and nothing acknowledged is lost", async () => {
  const file = join(place, "market.duckdb");
  const writing = startWriter(writer.script, file, { maxFileKb: 1_000 });
  await untilSaid(writing, (lines) => lines.some(isGivenUp));
  const refusal = writing.lines.find(isGivenUp);
  const before = storedIn(writing.lines);
  expect(before).toBeGreaterThan(0);
  // The row that DuckDB gave up at is in the log.
  expect(Number(/; (\d+) readable$/.exec(refusal ?? "")?.[1])).toBeGreaterThanOrEqual(before);
  makeRoom(writing);
  await untilSaid(writing, (lines) => storedIn(lines) >= before + 20);
  await expect(numbersIn(file), "opened anew, the file is still locked").rejects.toThrow("in use by another process");
  writing.child.kill("SIGKILL");
  await writing.ended;
  const stored = await numbersIn(file);
  expect(stored.length).toBeGreaterThanOrEqual(storedIn(writing.lines));
  expect(stored).toEqual(stored.map((_, number) => number));
});

/** DuckDB could not fold its log, and serves nothing until it is started again. */
const isGivenUp = (line: string): boolean => line.startsWith("refused AppError") && line.includes("checkpoint");
const storedIn = (lines: readonly string[]): number => lines.filter((line) => line.startsWith("stored")).length;

async function untilSaid(writing: WriterProcess, isEnough: (lines: readonly string[]) => boolean): Promise<void> {
  while (!isEnough(writing.lines)) {
    const count = writing.lines.length;
    await writing.said(count + 1);
    if (writing.lines.length === count) throw new Error(`the writer ended early: ${writing.lines.at(-1)}`);
  }
}

async function numbersIn(file: string): Promise<number[]> {
  const database = await Database.connect(file, () => DuckDBInstance.create(file)).catch((error: unknown) => {
    throw storeError(error, file);
  });
  try {
    return (await database.read("SELECT number FROM rows ORDER BY number")).map(([number]) => Number(number));
  } finally {
    await database.close();
  }
}
