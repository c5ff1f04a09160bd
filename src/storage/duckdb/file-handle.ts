import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** A DuckDB file while it is open: one connection that writes and one that reads, so that a reader sees only what is committed. */
export class FileHandle {
  readonly writer: DuckDBConnection;
  readonly reader: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  #users = 0;
  #onUnused: (() => void) | undefined;
  #isClosed = false;

  private constructor(instance: DuckDBInstance, connections: { writer: DuckDBConnection; reader: DuckDBConnection }) {
    this.#instance = instance;
    this.writer = connections.writer;
    this.reader = connections.reader;
  }

  static async open(open: () => Promise<DuckDBInstance>): Promise<FileHandle> {
    const instance = await open();
    return new FileHandle(instance, { writer: await instance.connect(), reader: await instance.connect() });
  }

  async use<Result>(work: (handle: FileHandle) => Promise<Result>): Promise<Result> {
    this.#users++;
    try {
      return await work(this);
    } finally {
      if (--this.#users === 0) this.#onUnused?.();
    }
  }

  /** Resolves when nothing uses it any more; nobody may begin to after this call. */
  async unused(): Promise<void> {
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#onUnused = resolve));
  }

  /** Lets go of the file at once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.reader.closeSync();
    this.writer.closeSync();
    this.#instance.closeSync();
  }
}
