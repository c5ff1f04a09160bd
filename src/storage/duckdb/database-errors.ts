import { AppError, type AppErrorCode } from "#core/app-error.ts";

interface KnownFailure {
  readonly pattern: RegExp;
  readonly code: AppErrorCode;
  readonly sentence: (file: string, message: string) => string;
}

/** What DuckDB says, in its own words, and what that means to a person. The first that matches counts. */
const KNOWN_FAILURES: readonly KnownFailure[] = [
  {
    pattern: /could not set lock on file|conflicting lock/i,
    code: "conflict",
    sentence: (file) => `${file} is in use by another process; stop it, or ask the running server instead`,
  },
  {
    pattern: /database file with version number|database version|storage version/i,
    code: "newer-version",
    sentence: (file, message) => `${file} was written by a newer DuckDB than this one can read: ${message}`,
  },
  {
    pattern: /not a valid duckdb database file|could not read enough bytes|corrupt|checksum/i,
    code: "unavailable",
    sentence: (file) =>
      `${file} is not a database that can be read: it is damaged, or another kind of file; put a backup in its place, or move it away and a new one begins`,
  },
  {
    pattern: /database has been invalidated/i,
    code: "unavailable",
    sentence: (file) => `${file} has to be opened anew after a failure of its disk; what was stored before is safe`,
  },
  {
    pattern: /no space left|failed to offload data block|disk quota exceeded|\bENOSPC\b|\bEDQUOT\b/i,
    code: "unavailable",
    sentence: (file) => `the disk of ${file} is full: nothing can be stored until there is room; what was stored before is safe`,
  },
  {
    pattern: /file too large|could not write|could not truncate/i,
    code: "unavailable",
    sentence: (file, message) => `${file} could not be written, what was being stored is not in it: ${message}`,
  },
  {
    pattern: /^(io|fatal|out of memory) error|database has been invalidated|^(EACCES|EROFS|ENOENT|ENOTDIR|EEXIST|EPERM|EFBIG)\b/i,
    code: "unavailable",
    sentence: (file, message) => `${file} cannot be used: ${message}`,
  },
];

/** True of what DuckDB recovers from only by being started again. */
export const isFatal = (error: unknown): boolean => error instanceof Error && /^fatal error|database has been invalidated/i.test(error.message);

/** The words in front of the cause: `TransactionContext Error: Failed to commit: ...`. */
const PREFIX = /^(?:\w+ Error: |Failed to [\w ]+: )+/;

/** The error of a database call as the AppError a person can act on; anything unknown is a bug and comes back as it is. */
export function storeError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const known = KNOWN_FAILURES.find(({ pattern }) => pattern.test(error.message));
  if (known === undefined) return error;
  return new AppError(known.code, known.sentence(file, firstLine(error.message)), { cause: error });
}

const firstLine = (message: string): string => message.split("\n", 1)[0].replace(PREFIX, "");
