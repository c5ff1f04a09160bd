import { type DuckDBAppender, type DuckDBConnection, type DuckDBInstance, type DuckDBValue, type JS, blobValue } from "@duckdb/node-api";
import { AppError } from "#core/app-error.ts";
import { isFatal, storeError } from "./database-errors.ts";
import { FileHandle, READERS } from "./file-handle.ts";
import { SerialQueue } from "./serial-queue.ts";

/** What goes into a cell. Numbers fit every numeric column: DuckDB casts them to its type. */
export type Cell = string | number | boolean | Uint8Array | null;
/** A row as it comes out: BIGINT as bigint, BLOB as bytes. */
export type Row = readonly JS[];

/** Statements of one transaction, in order. */
export interface Transaction {
  rows(sql: string, values?: readonly Cell[]): Promise<readonly Row[]>;
  /** Runs a statement that changes rows; resolves to how many. */
  change(sql: string, values?: readonly Cell[]): Promise<number>;
  /** Bulk insert, cells in the order of the table's columns. */
  append(table: string, rows: Iterable<readonly Cell[]>): Promise<void>;
}

/** How long nothing is written after DuckDB gave a file up: as a rule its disk is full, and every further try would cost another opening. */
const REST_MS = 5_000;

/**
 * A DuckDB file that is kept open. Every failure of the disk is an AppError that names the file. After one that DuckDB goes on from only by being
 * started again (it could not fold its log into a full disk) the file is opened anew for whoever asks next: what is stored stays readable, and
 * writing goes on as soon as there is room.
 */
export class Database {
  readonly file: string;
  readonly #open: () => Promise<DuckDBInstance>;
  readonly #preparations: ((transaction: Transaction) => Promise<void>)[] = [];
  readonly #writes = new SerialQueue();
  readonly #reads = Array.from({ length: READERS }, () => new SerialQueue());
  #handle: FileHandle;
  /** Of this handle DuckDB says that nothing works any more. */
  #broken: FileHandle | undefined;
  #reopening: Promise<FileHandle> | undefined;
  #isClosing = false;
  #rest: { readonly until: number; readonly reason: unknown } | undefined;

  private constructor(file: string, open: () => Promise<DuckDBInstance>, handle: FileHandle) {
    this.file = file;
    this.#open = open;
    this.#handle = handle;
  }

  /** `open` is called again when the file has to be opened anew. */
  static async connect(file: string, open: () => Promise<DuckDBInstance>): Promise<Database> {
    return new Database(file, open, await FileHandle.open(open));
  }

  /** Runs `work` in a transaction now, and again first thing whenever the file has been opened anew: for what lives in memory only. */
  async prepare(work: (transaction: Transaction) => Promise<void>): Promise<void> {
    await this.write(work);
    this.#preparations.push(work);
  }

  read(sql: string, values: readonly Cell[] = []): Promise<readonly Row[]> {
    if (this.#isClosing) return Promise.reject(this.#closed());
    const lane = shortest(this.#reads);
    const look = () => this.#using(({ readers }) => rowsOf(readers[lane], sql, values));
    return this.#reads[lane].run(async () => {
      try {
        return await look();
      } catch (error) {
        if (this.#broken === undefined) throw error;
        return look();
      }
    });
  }

  /** Runs `work` in a transaction after every earlier one; resolves after COMMIT, and rolls back when `work` throws. */
  write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    if (this.#isClosing) return Promise.reject(this.#closed());
    return this.#writes.run(async () => {
      if (this.#rest !== undefined && performance.now() < this.#rest.until) throw this.#rest.reason;
      return this.#using(({ writer }) => transact(writer, work));
    });
  }

  /**
   * Waits for what was asked for, folds the write-ahead log into the file and releases it. What is asked for from now on is refused:
   * DuckDB waits for itself for ever, or crashes, when a connection is closed under a statement.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([this.#writes, ...this.#reads].map((queue) => queue.drained()));
    // What is committed is safe in the write-ahead log: without room to fold it in, the next opening does it.
    if (this.#broken === undefined) await this.#handle.writer.run("CHECKPOINT").catch(() => undefined);
    this.release();
  }

  /** Lets go of the file at once; what is committed stays in the write-ahead log. */
  release(): void {
    this.#handle.close();
  }

  #closed(): AppError {
    return new AppError("unavailable", `${this.file} has been closed`);
  }

  async #using<Result>(work: (handle: FileHandle) => Promise<Result>): Promise<Result> {
    try {
      const handle = await this.#usable();
      return await handle.use(work).catch((error: unknown) => {
        if (isFatal(error)) this.#giveUp(handle, error);
        throw error;
      });
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  #giveUp(handle: FileHandle, error: unknown) {
    if (handle === this.#broken) return;
    this.#broken = handle;
    this.#rest = { until: performance.now() + REST_MS, reason: storeError(error, this.file) };
  }

  #usable(): Promise<FileHandle> | FileHandle {
    const broken = this.#broken;
    if (broken === undefined) return this.#handle;
    this.#reopening ??= this.#reopen(broken).finally(() => (this.#reopening = undefined));
    return this.#reopening;
  }

  async #reopen(broken: FileHandle): Promise<FileHandle> {
    await broken.unused();
    broken.close();
    const handle = await FileHandle.open(this.#open);
    try {
      for (const prepare of this.#preparations) await transact(handle.writer, prepare);
    } catch (error) {
      handle.close();
      throw error;
    }
    this.#handle = handle;
    this.#broken = undefined;
    return handle;
  }
}

function shortest(queues: readonly SerialQueue[]): number {
  return queues.reduce((best, queue, index) => (queue.length < queues[best].length ? index : best), 0);
}

async function transact<Result>(connection: DuckDBConnection, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  await connection.run("BEGIN");
  try {
    const result = await work(transactionOn(connection));
    await connection.run("COMMIT");
    return result;
  } catch (error) {
    // A failed COMMIT has already ended the transaction, and then there is nothing to roll back.
    await connection.run("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

const transactionOn = (connection: DuckDBConnection): Transaction => ({
  rows: (sql, values = []) => rowsOf(connection, sql, values),
  change: async (sql, values = []) => (await connection.run(sql, bindable(values))).rowsChanged,
  append: async (table, rows) => {
    const appender = await connection.createAppender(table);
    try {
      for (const row of rows) {
        for (const cell of row) appendCell(appender, cell);
        appender.endRow();
      }
    } finally {
      appender.closeSync();
    }
  },
});

async function rowsOf(connection: DuckDBConnection, sql: string, values: readonly Cell[]): Promise<readonly Row[]> {
  return (await connection.runAndReadAll(sql, bindable(values))).getRowsJS();
}

/** Whole numbers are bound as BIGINT: a DOUBLE would make DuckDB cast the column, and scan all of it. */
function bindable(values: readonly Cell[]): DuckDBValue[] {
  return values.map((value) => {
    if (value instanceof Uint8Array) return blobValue(value);
    return Number.isInteger(value) ? BigInt(value as number) : value;
  });
}

function appendCell(appender: DuckDBAppender, cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (typeof cell === "number") appender.appendDouble(cell);
  else if (typeof cell === "string") appender.appendVarchar(cell);
  else if (typeof cell === "boolean") appender.appendBoolean(cell);
  else appender.appendBlob(cell);
}
