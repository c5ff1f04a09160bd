import { AppError } from "#core/app-error.ts";

/** Closes what was opened, the last first. What cannot be closed well is said, and keeps nothing else open. */
export async function closeAll(opened: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const close of opened.toReversed()) {
    await close().catch((error: unknown) => {
      warn("stopping", error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    });
  }
}

/** Aborts at the first SIGTERM or SIGINT; a second one ends the process at once. */
export function stopSignal(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort(new AppError("unavailable", "stopped"));
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return { signal: controller.signal, release: () => void process.off("SIGTERM", onSignal).off("SIGINT", onSignal) };
}

/** A problem that what runs survives, in words. */
export function warn(where: string, problem: string): void {
  process.stderr.write(`powderkeg: ${where}: ${problem}\n`);
}
