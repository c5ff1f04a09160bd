import type { LiquidationFeed } from "#core/instrument.ts";
import { BubbleLegend } from "#web/ui/bubble-legend.tsx";
import { formatClock, formatCount, formatTime, formatZone } from "#web/ui/format.ts";
import { useAmountUnit } from "#web/app/reading/amount-terms.tsx";
import { useBubbleUnit, useHeatLayer } from "./use-heat-style.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { useNothingToCompare } from "#web/app/drawer/use-nothing-to-compare.ts";
import { isHeat } from "#web/app/view/view.ts";
import { useView } from "#web/app/view/view-store.ts";

const FEEDS: Readonly<Record<LiquidationFeed["sampling"], string>> = {
  complete: "complete feed",
  "one-per-second": "sampled feed",
  unknown: "feed of unknown coverage",
};

/** What bubbles are and how large; nothing while they are switched off, or where nothing can print. */
export function RealisedLegend({ length }: { readonly length: "full" | "short" }) {
  const market = useMarket();
  const unitUsd = useBubbleUnit();
  useAmountUnit();
  const isShown = useView((view) => view.layers.includes("realised"));
  if (!isShown || !market?.layers.includes("realised")) return null;
  const { firstPrintTime, liquidationFeed } = market;
  const since = firstPrintTime === null ? "none yet" : `since ${formatTime(firstPrintTime)}`;
  const words = `realised: printed liquidations (${FEEDS[liquidationFeed?.sampling ?? "unknown"]}), ${since}`;
  return <BubbleLegend unitUsd={unitUsd} words={length === "full" ? words : "realised"} />;
}

/** What a diamond is; nothing while they are switched off. */
export function SweptLegend({ length }: { readonly length: "full" | "short" }) {
  const isShown = useView((view) => view.layers.includes("swept") && view.layers.some(isHeat));
  if (!isShown) return null;
  return (
    <span className="legend-bubbles">
      <svg width="14" height="14" aria-hidden="true">
        <path d="M7 2 12 7 7 12 2 7Z" fill="var(--surface)" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
      </svg>
      {length === "full" ? "swept: price went through a cluster, with what stood there before" : "swept"}
    </span>
  );
}

/** What the dots by a cluster are, or why there are none; nothing while they are switched off. */
export function ConsensusLegend({ length }: { readonly length: "full" | "short" }) {
  const isShown = useView((view) => view.layers.includes("consensus"));
  const nothingToCompare = useNothingToCompare();
  const isMeasured = useHeatLayer() === "measured";
  if (!isShown) return null;
  const absent = nothingToCompare ?? (isMeasured ? "exchanges are compared by the estimate, not by what is measured" : undefined);
  if (absent !== undefined) return <span className="legend-bubbles">consensus: {absent}</span>;
  return (
    <span className="legend-bubbles">
      <svg width="30" height="14" aria-hidden="true" fill="currentColor" stroke="currentColor" strokeWidth="1.5">
        <circle cx="6" cy="7" r="3.2" />
        <circle cx="15" cy="7" r="3.2" />
        <circle cx="24" cy="7" r="3.2" fill="none" />
      </svg>
      {length === "full"
        ? "consensus: strong line, most exchanges held the cluster then; thin, some; dashed, one alone. At the edge, now: a dot an exchange"
        : "consensus"}
    </span>
  );
}

/** What the measured layer rests on; nothing while the estimate is shown. */
export function MeasuredLegend({ length }: { readonly length: "full" | "short" }) {
  const measured = useMarket()?.measured;
  const isShown = useHeatLayer() === "measured";
  if (!isShown) return null;
  if (!measured) return <span className="legend-bubbles">measured: no account has been looked at since the start</span>;
  const seen = `${formatShare(measured.long.openInterestShare)} of longs, ${formatShare(measured.short.openInterestShare)} of shorts`;
  const largest = `the largest holds ${formatShare(measured.long.largestShare)} of the longs and ${formatShare(measured.short.largestShare)} of the shorts seen`;
  const words = `measured: ${seen} seen in ${formatCount(measured.accounts)} accounts, ${largest}, oldest look ${formatClock(measured.oldest)} ${formatZone(measured.oldest)}`;
  return <span className="legend-bubbles">{length === "full" ? words : `measured: ${seen}`}</span>;
}

const formatShare = (share: number): string => `${Math.round(100 * share)} %`;
