/** Exit code of a command that Ctrl-C has ended. */
export const EXIT_INTERRUPTED = 130;

export interface Interruption {
  /** Aborts at the first Ctrl-C; a second one ends the process at once, as it does by default. */
  readonly signal: AbortSignal;
  release(): void;
}

/** Lets a command end by itself, tidily, when it is interrupted. */
export function catchInterruption(): Interruption {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once("SIGINT", interrupt);
  return { signal: controller.signal, release: () => void process.off("SIGINT", interrupt) };
}
