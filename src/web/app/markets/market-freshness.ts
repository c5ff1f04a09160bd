import type { MarketMessage } from "#wire/messages.ts";

/** A step is closed a few seconds after it ends, and may wait for a bar that has to be asked for. */
const PATIENCE_STEPS = 3;

/** End of what is known of a live market that has fallen behind, by the server's clock; undefined while it keeps up, loads, has no map or has ended. */
export function lateSince(
  { backfill, lastTime, stepMs, ending }: Pick<MarketMessage, "backfill" | "lastTime" | "stepMs" | "ending">,
  serverNow: number,
): number | undefined {
  if (lastTime === null || ending?.isOver || backfill.state === "running" || backfill.state === "waiting") return undefined;
  return serverNow - lastTime > PATIENCE_STEPS * stepMs ? lastTime : undefined;
}
