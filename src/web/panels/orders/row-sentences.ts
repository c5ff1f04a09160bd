import type { OrderFlicker, OrderPrint, OrderRefill, OrderWall } from "#web/chart/ladder-rows.ts";
import { formatAge, formatClock, formatUsd, formatZone } from "#web/ui/format.ts";
import { decimal } from "#web/ui/locale.ts";

/** What was seen, each in a sentence. Of why, none of them speaks. */
export const wallSentence = ({ usd, times }: OrderWall): string => `Wall of ${formatUsd(usd)}, ${decimal(times, 1)} times the rows around it`;

export const refillSentence = ({ usd, time, afterMs }: OrderRefill): string =>
  `${formatUsd(usd)} was traded away and back ${formatAge(afterMs)} later, at ${formatClock(time)} ${formatZone(time)}`;

export function flickerSentence({ usd, times, since, time, cluster }: OrderFlicker): string {
  const where = cluster ? `, beside a cluster of ${formatUsd(cluster.usd)}` : "";
  return `Up to ${formatUsd(usd)} came and went ${times} times in ${formatAge(time - since)}, hardly traded with${where}`;
}

export const printSentence = ({ usd, time, takerSide }: OrderPrint): string =>
  `${formatUsd(usd)} ${takerSide === "buy" ? "bought" : "sold"} at ${formatClock(time)} ${formatZone(time)}`;
