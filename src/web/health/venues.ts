import type { MarketHealthMessage, StatusMessage, StreamHealthMessage } from "#wire/messages.ts";

/** `stale`: what should have come has not, for now; `bad`: it is broken. */
export type Tone = "good" | "warning" | "bad" | "stale" | "neutral";

/** One exchange with all that comes from it. */
export interface Venue {
  readonly exchange: string;
  readonly label: string;
  readonly tone: Tone;
  /** e.g. `11 of 12 streams deliver`. */
  readonly summary: string;
  /** In words; undefined where it has no market. */
  readonly liquidations: string | undefined;
  readonly streams: readonly StreamHealthMessage[];
  readonly markets: readonly MarketHealthMessage[];
}

const SAMPLINGS = {
  complete: "its liquidation feed shows every forced order",
  "one-per-second": "its liquidation feed shows one forced order a second and market at most",
  unknown: "how much its liquidation feed shows is not known",
} as const;

/** The status by exchange, in the order in which they first appear. What needs looking at comes first among streams. */
export function venuesOf({ feeds, markets }: Pick<StatusMessage, "feeds" | "markets">): readonly Venue[] {
  const ids = new Set([...markets, ...feeds].map(({ exchange }) => exchange));
  return [...ids].map((exchange) => {
    const streams = feeds.filter((feed) => feed.exchange === exchange);
    const own = markets.filter((market) => market.exchange === exchange);
    const live = streams.filter(({ state }) => state === "live").length;
    const sampling = own.find((market) => market.sampling !== null)?.sampling;
    return {
      exchange,
      label: own[0]?.exchangeLabel ?? exchange,
      tone: streams.length === 0 ? "neutral" : live === streams.length ? "good" : live === 0 ? "bad" : "warning",
      summary: streams.length === 0 ? "no feeds" : `${live} of ${streams.length} streams deliver`,
      liquidations: sampling ? SAMPLINGS[sampling] : undefined,
      streams: streams.toSorted((a, b) => rankOf(a) - rankOf(b)),
      markets: own,
    };
  });
}

const RANKS = { closed: 0, stale: 0, connecting: 1, live: 2 } as const;
const rankOf = ({ state }: StreamHealthMessage): number => RANKS[state];

const STREAM_TONES = { live: "good", connecting: "neutral", stale: "stale", closed: "bad" } as const;

export const toneOfStream = ({ state }: Pick<StreamHealthMessage, "state">): Tone => STREAM_TONES[state];

const TONES = { fresh: "good", late: "stale", ended: "neutral", loading: "neutral" } as const;

/** A map that waits for news is stale; one whose history could not be had is bad, unless its market has ended. */
export const toneOfMarket = ({ standing, backfill }: Pick<MarketHealthMessage, "standing" | "backfill">): Tone =>
  backfill.state === "failed" && standing !== "ended" ? "bad" : TONES[standing];

/** How far a market's history is, in a few words. */
export function backfillWords({ backfill, provisional }: Pick<MarketHealthMessage, "backfill" | "provisional">): string {
  const percent = `${Math.round(backfill.progress * 100)} %`;
  if (backfill.state === "done") return "complete";
  if (backfill.state === "waiting") return "waits for its turn";
  if (backfill.state === "failed") return `stopped at ${percent}: ${backfill.problem ?? "no reason given"}`;
  return `${percent}${provisional ? ", a preview is shown" : ""}`;
}
