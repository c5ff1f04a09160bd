import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { AppError, type AppErrorCode } from "#core/app-error.ts";
import { createProgram } from "./program.ts";

const EXIT_CODES: Readonly<Record<AppErrorCode, number>> = { "bad-input": 2, "not-found": 2, unavailable: 1, conflict: 1, "newer-version": 1 };

/** Runs the command line and resolves to the exit code. A failure that a person can mend is one sentence on standard error. */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on("error", endQuietly);
  const program = (await createProgram(packageVersion(), argv[0])).exitOverride();
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(argv, { from: "user" });
    // A command that ended early without failing has said so, e.g. 130 after Ctrl-C.
    return typeof process.exitCode === "number" ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof AppError) {
      process.stderr.write(`powderkeg: ${error.message}\n`);
      return EXIT_CODES[error.code];
    }
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return 0;
    throw error;
  }
}

/** A reader that has seen enough (`| head`) closes the pipe: that is no failure. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return version;
}
