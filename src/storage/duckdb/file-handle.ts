import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** A picture of a year over five exchanges is some sixty short statements: two at a time take two thirds of the time of one after the other. */
export const READERS = 2;

/** A DuckDB file while it is open: one connection that writes, and others that read, so that a reader sees only what is committed. */
export class FileHandle {
  readonly writer: DuckDBConnection;
  readonly readers: readonly DuckDBConnection[];
  readonly #instance: DuckDBInstance;
  #users = 0;
  #onUnused: (() => void) | undefined;
  #isClosed = false;

  private constructor(instance: DuckDBInstance, connections: { writer: DuckDBConnection; readers: readonly DuckDBConnection[] }) {
    this.#instance = instance;
    this.writer = connections.writer;
    this.readers = connections.readers;
  }

  static async open(open: () => Promise<DuckDBInstance>): Promise<FileHandle> {
    const instance = await open();
    const readers = await Promise.all(Array.from({ length: READERS }, () => instance.connect()));
    return new FileHandle(instance, { writer: await instance.connect(), readers });
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
    for (const reader of this.readers) reader.closeSync();
    this.writer.closeSync();
    this.#instance.closeSync();
  }
}
