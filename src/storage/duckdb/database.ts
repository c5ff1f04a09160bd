import { type DuckDBAppender, type DuckDBConnection, type DuckDBInstance, type DuckDBValue, type JS, blobValue } from "@duckdb/node-api";
import { storeError } from "./database-errors.ts";
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

/**
 * An open DuckDB file: one connection that writes and one that reads, so that a reader sees only what is committed.
 * Every failure of the disk is an AppError that names the file.
 */
export class Database {
  readonly file: string;
  readonly #instance: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #reader: DuckDBConnection;
  readonly #writes = new SerialQueue();
  readonly #reads = new SerialQueue();

  private constructor(file: string, instance: DuckDBInstance, connections: { writer: DuckDBConnection; reader: DuckDBConnection }) {
    this.file = file;
    this.#instance = instance;
    this.#writer = connections.writer;
    this.#reader = connections.reader;
  }

  static async connect(file: string, instance: DuckDBInstance): Promise<Database> {
    return new Database(file, instance, { writer: await instance.connect(), reader: await instance.connect() });
  }

  read(sql: string, values: readonly Cell[] = []): Promise<readonly Row[]> {
    return this.#reads.run(() => this.#named(() => rowsOf(this.#reader, sql, values)));
  }

  /** Runs `work` in a transaction after every earlier one; resolves after COMMIT, and rolls back when `work` throws. */
  write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#writes.run(() => this.#named(() => this.#transact(work)));
  }

  /** Waits for what is under way, folds the write-ahead log into the file and releases it. */
  async close(): Promise<void> {
    await Promise.all([this.#writes.drained(), this.#reads.drained()]);
    // What is committed is safe in the write-ahead log: without room to fold it in, the next opening does it.
    await this.#writer.run("CHECKPOINT").catch(() => undefined);
    this.release();
  }

  /** Lets go of the file at once; what is committed stays in the write-ahead log. */
  release(): void {
    this.#reader.closeSync();
    this.#writer.closeSync();
    this.#instance.closeSync();
  }

  async #transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const connection = this.#writer;
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

  async #named<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, this.file);
    }
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
