import type { OrderState, OrderVenueMessage } from "#wire/order-book.ts";
import { formatClock, formatZone } from "#web/ui/format.ts";

/** One word of a venue's book. */
export const STATE_WORDS: Readonly<Record<OrderState, string>> = {
  live: "live",
  stale: "stale",
  gapped: "fetched anew",
  crossed: "crossed",
  none: "none yet",
};

const ILLS: Readonly<Record<OrderState, (since: string) => string>> = {
  live: () => "live",
  stale: (since) => `nothing has come${since}`,
  gapped: (since) => `changes were missed${since}, it is being fetched anew`,
  crossed: () => "its bids stand above its asks, so it is not shown",
  none: () => "no order book has come yet",
};

/** How a venue's book stands, in a sentence. */
export const stateSentence = ({ label, state, asOf }: OrderVenueMessage): string =>
  `${label}: ${ILLS[state](asOf === null ? "" : ` since ${formatClock(asOf)} ${formatZone(asOf)}`)}.`;
