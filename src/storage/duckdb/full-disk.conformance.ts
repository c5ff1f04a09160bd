import { setTimeout as pause } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { Database } from "./database.ts";

/**
 * A process that writes row after row to the file of its first argument, which it folds its log into every few of them, until it is killed. It says
 * `stored N` when a row is acknowledged, and `refused MESSAGE; N readable` when one is not, which it then tries again.
 */
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const ROW_BYTES = 60_000;
const AGAIN_MS = 100;

const file = process.argv[2];
const database = await Database.connect(file, () => DuckDBInstance.create(file, { checkpoint_threshold: "200KB", threads: "1" }));

await database.write((transaction) => transaction.change("CREATE TABLE rows (number INTEGER, bytes BLOB)"));
await database.prepare(async (transaction) => void (await transaction.change("CREATE TEMP TABLE staged (number INTEGER, bytes BLOB)")));
for (let number = 0; ;) {
  try {
    await database.write(async (transaction) => {
      await transaction.append("staged", [[number, bytesOf(number)]]);
      await transaction.change("INSERT INTO rows SELECT * FROM staged ANTI JOIN rows USING (number)");
      await transaction.change("DELETE FROM staged");
    });
    say(`stored ${number++}`);
  } catch (error) {
    const readable = (await database.read("SELECT number FROM rows")).length;
    say(`refused ${String(error)}; ${readable} readable`);
    await pause(AGAIN_MS);
  }
}

/** Bytes that cannot be compressed much. */
function bytesOf(seed: number): Uint8Array {
  const bytes = new Uint8Array(ROW_BYTES);
  for (let i = 0, state = seed + 1; i < ROW_BYTES; i++) bytes[i] = (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
  return bytes;
}
