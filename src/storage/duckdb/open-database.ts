import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { AppError } from "#core/app-error.ts";
import { makeDirectory } from "#storage/make-directory.ts";
import { createStaging } from "./append-events.ts";
import { storeError } from "./database-errors.ts";
import { Database } from "./database.ts";
import { migrate, refuseNewerSchema } from "./schema.ts";

export interface DuckDbFile {
  readonly file: string;
  /** What DuckDB may hold in memory, in MB. */
  readonly memoryLimitMb: number;
}

/**
 * Files open in this process. The lock that keeps other processes out is per process, and is lost
 * as soon as the process opens the file a second time and closes it again.
 */
const openFiles = new Set<string>();

/**
 * Opens the database at the present schema; creates it, and its directory, when it is not there.
 * @throws AppError `conflict` (in use), `newer-version`, or `unavailable` (no database, damaged, unwritable); the file is then as it was.
 */
export async function openDatabase({ file, memoryLimitMb }: DuckDbFile): Promise<{ database: Database; close: () => Promise<void> }> {
  const path = resolve(file);
  if (openFiles.has(path)) throw new AppError("conflict", `${file} is already open in this process`);
  openFiles.add(path);
  try {
    const database = await openAt(path, settingsOf(memoryLimitMb));
    return { database, close: () => database.close().finally(() => openFiles.delete(path)) };
  } catch (error) {
    openFiles.delete(path);
    throw storeError(error, file);
  }
}

type Settings = Record<string, string>;

/**
 * What does not fit into memory may go to the disk: left to itself DuckDB allows nine tenths of what was free when it was started, which is nothing
 * after the disk was full. One thread: the statements are small, and a second one costs more memory than it saves time. What DuckDB frees goes back to the system at once
 * instead of waiting for its next statement. Nothing is fetched from the network. A statement is planned before it is run, and what is written between
 * the two must count: DuckDB 1.5 puts what its statistics say at the time of planning into the plan (duckdb/duckdb#23704), and a reader beside a writer
 * gets rows that nobody wrote, or misses some. Without them it is as fast: what rules rows out is looked up while scanning.
 */
const settingsOf = (memoryLimitMb: number): Settings => ({
  memory_limit: `${memoryLimitMb}MB`,
  threads: "1",
  max_temp_directory_size: "64GB",
  allocator_flush_threshold: "1MB",
  allocator_background_threads: "true",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  disabled_optimizers: "statistics_propagation",
});

async function openAt(path: string, settings: Settings): Promise<Database> {
  if (!existsSync(path)) await create(path, settings);
  const looking = await connect(path, { ...settings, access_mode: "READ_ONLY" });
  await refuseNewerSchema(looking).finally(() => looking.release());
  const database = await connect(path, settings);
  try {
    await migrate(database);
    await database.prepare(createStaging);
    return database;
  } catch (error) {
    database.release();
    throw error;
  }
}

/** A database is born whole: a crash on the way leaves only the file under its temporary name. */
async function create(path: string, settings: Settings): Promise<void> {
  const unfinished = `${path}.${process.pid}.new`;
  await makeDirectory(dirname(path));
  await rm(unfinished, { force: true });
  const database = await connect(unfinished, settings);
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
  await rename(unfinished, path);
}

async function connect(path: string, settings: Settings): Promise<Database> {
  return Database.connect(path, () => DuckDBInstance.create(path, settings));
}
