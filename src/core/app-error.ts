/**
 * What went wrong, in classes that decide the exit code of a command and the status of a reply:
 * `bad-input` (exit 2, HTTP 400), `not-found` (2, 404), `unavailable` (1, 503), `conflict` (1, 409), `newer-version` (1, 503).
 */
export type AppErrorCode = "bad-input" | "not-found" | "unavailable" | "conflict" | "newer-version";

/** An error that a person is meant to read: one sentence that names the file and line, the field or the address. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = "AppError";
    this.code = code;
  }
}
