/** How long a test waits for an answer over loopback: enough on a machine that is loaded ten times over. */
const PATIENCE_MS = 120_000;

/** The signal of a question that is expected to be answered. */
export const patiently = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS);
