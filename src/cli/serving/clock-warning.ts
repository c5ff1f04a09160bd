import type { Hub } from "#pipeline/hub.ts";
import { machineClockFastMs, machineClockSentence } from "#server/machine-clock.ts";

const EVERY_MS = 10_000;

/** Says when this machine's clock begins to differ from those of the exchanges, and when it is right again, until it is ended. */
export function warnOfWrongClock(hub: Pick<Hub, "status">, warn: (where: string, problem: string) => void): () => void {
  let wrong = false;
  const timer = setInterval(() => {
    const fastMs = machineClockFastMs(hub.status().feeds);
    if ((fastMs !== undefined) === wrong) return;
    wrong = fastMs !== undefined;
    warn("clock", fastMs === undefined ? "this machine's clock agrees with those of the exchanges again" : machineClockSentence(fastMs));
  }, EVERY_MS);
  return () => clearInterval(timer);
}
