/** How long a test waits for what has to come: enough on a machine that is loaded ten times over. That it comes soon is what bench/ measures. */
export const PATIENCE_MS = 120_000;
