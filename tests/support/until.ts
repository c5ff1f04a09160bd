import { PATIENCE_MS } from "./patience.ts";

const LOOK_EVERY_MS = 50;

/** Resolves to the first value that is not undefined; rejects after `withinMs` with what `describe` says then. */
export async function until<Value>(
  look: () => Promise<Value | undefined>,
  { withinMs = PATIENCE_MS, describe }: { withinMs?: number; describe: () => string },
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`after ${withinMs} ms: ${describe()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
