import { TIERS } from "#core/tier.ts";
import type { DataColumn } from "#web/ui/data-table.tsx";
import { formatChange, formatDuration, formatMinutes, formatPrice, formatSpan, formatUsd } from "#web/ui/format.ts";
import { decimal } from "#web/ui/locale.ts";
import type { ClusterRow } from "./cluster-rows.ts";
import { formatDepth } from "./depth-words.ts";
import { formatRateOf, reachFigures, reachWords } from "./reach-words.ts";

/** What a phone has room for. */
const COMPACT = new Set(["side", "price", "distance", "usd"]);

export function clusterColumns({ tickSize, compact }: { readonly tickSize: number; readonly compact: boolean }): readonly DataColumn<ClusterRow>[] {
  const columns: readonly DataColumn<ClusterRow>[] = [
    {
      id: "side",
      title: "Side",
      align: "left",
      firstSort: "ascending",
      value: ({ side }) => side,
      cell: ({ side }) => <span className={`${side}s`}>{side}s</span>,
    },
    {
      id: "price",
      title: "Price",
      hint: "Where its dollars lie on average; its edges on hover",
      value: ({ price }) => price,
      cell: ({ price, low, high }) => (
        <span className="figure" title={`${formatPrice(low, tickSize)} to ${formatPrice(high, tickSize)}`}>
          {formatPrice(price, tickSize)}
        </span>
      ),
    },
    {
      id: "distance",
      title: "Distance",
      hint: "From the price; sorted by how near it is",
      firstSort: "ascending",
      value: ({ distance }) => Math.abs(distance),
      cell: (row) =>
        compact ? (
          <span className="stacked">
            <span className="figure">{formatChange(row.distance)}</span>
            <ReachWithinDay row={row} />
          </span>
        ) : (
          <span className="figure">{formatChange(row.distance)}</span>
        ),
    },
    {
      id: "usd",
      title: "Size",
      value: ({ usd }) => usd,
      cell: ({ usd, side }) => <strong className={`figure ${side}s`}>{formatUsd(usd)}</strong>,
    },
    {
      id: "band",
      title: "p10–p90",
      hint: "The truth lies below the first once in ten times, and above the second once in ten",
      value: ({ band }) => band?.confidence,
      cell: ({ band }) => (band ? <span className="figure muted">{`${formatUsd(band.p10)}–${formatUsd(band.p90)}`}</span> : "–"),
    },
    {
      id: "confidence",
      title: "Confidence",
      hint: "How narrow that band is: 100 % would be certain",
      value: ({ band }) => band?.confidence,
      cell: ({ band }) => (band ? <span className="figure">{`${Math.round(band.confidence * 100)} %`}</span> : "–"),
    },
    {
      id: "age",
      title: "Stood for",
      hint: "Since the first column on screen that had something of it; at least so long where earlier ones are not loaded",
      value: ({ age }) => age?.ms,
      cell: ({ age }) =>
        age ? <span className="figure">{`${age.is === "at least" ? "≥ " : ""}${age.ms < 60_000 ? "new" : formatDuration(age.ms)}`}</span> : "–",
    },
    {
      id: "tiers",
      title: "Leverage",
      hint: "Share of each group of effective leverage, lowest on the left; sorted by the largest",
      align: "left",
      value: ({ byTier }) => byTier.indexOf(Math.max(...byTier)),
      cell: (row) => <TierShares row={row} />,
    },
    {
      id: "reach",
      title: "Reach % in 1, 4, 24 h",
      hint: "How often price went as far, up or down, within 1, 4 and 24 hours over its last month, at the volatility of now. It counts distances, not clusters, and says nothing of where price goes next; sorted by the longest",
      value: ({ reach }) => reach?.at(-1)?.rate,
      cell: (row) => <ReachFigures row={row} />,
    },
    {
      id: "contrast",
      title: "Stands out",
      hint: "Its density over that of its surroundings",
      value: ({ contrast }) => contrast,
      cell: ({ contrast }) => <span className="figure">{decimal(contrast, 1)}×</span>,
    },
    {
      id: "volume",
      title: "Of volume",
      hint: "Minutes of the last hour's volume that it is worth",
      value: ({ minutesOfVolume }) => minutesOfVolume,
      cell: ({ minutesOfVolume }) => <span className="figure">{minutesOfVolume === undefined ? "–" : formatMinutes(minutesOfVolume)}</span>,
    },
    {
      id: "depth",
      title: "Of depth",
      hint: "Its size over the orders that a move of the price to it trades through; “under” where the order book is not seen as far: more rests there than is known",
      value: ({ depth }) => depth?.times,
      cell: ({ depth }) => (depth ? <span className={depth.is === "known" ? "figure" : "figure muted"}>{formatDepth(depth)}</span> : "–"),
    },
    {
      id: "held",
      title: "Held by",
      hint: "Exchanges on whose own map it stands out too",
      value: ({ held }) => held && held.by.length / held.of,
      cell: ({ held }) =>
        held ? (
          <span className="figure" title={held.by.join(", ") || "nobody by itself"}>
            {held.by.length}/{held.of}
          </span>
        ) : (
          "–"
        ),
    },
  ];
  return compact ? columns.filter(({ id }) => COMPACT.has(id)) : columns;
}

function ReachFigures({ row }: { readonly row: ClusterRow }) {
  const { reach } = row;
  if (!reach || reach.length === 0) return "–";
  return (
    <span className="figure reach-figures" title={reachWords(row)}>
      {reachFigures(reach).map(({ horizonMs, rate }) => (
        <span key={horizonMs}>{rate}</span>
      ))}
    </span>
  );
}

/** What a phone has room for: the longest horizon. */
function ReachWithinDay({ row }: { readonly row: ClusterRow }) {
  const longest = row.reach?.at(-1);
  if (!longest) return null;
  return (
    <span className="figure muted reach-of-day" title={reachWords(row)}>
      {formatSpan(longest.horizonMs)}: {formatRateOf(longest.rate)} %
    </span>
  );
}

/** Shares of brightness of the tiers, lowest leverage first. */
const SHADES = [0.35, 0.5, 0.65, 0.82, 1];

function TierShares({ row: { byTier, usd, side } }: { readonly row: ClusterRow }) {
  const words = TIERS.map((tier, at) => `${tier}x ${Math.round((byTier[at] / usd) * 100)} %`).join(", ");
  const largest = TIERS[byTier.indexOf(Math.max(...byTier))];
  return (
    <span className="tier-shares" title={words}>
      <span className="tier-bar" data-side={side} role="img" aria-label={words}>
        {TIERS.map((tier, at) => (
          <span key={tier} style={{ width: `${(byTier[at] / usd) * 100}%`, opacity: SHADES[at] }} />
        ))}
      </span>
      <span className="figure muted">{largest}x</span>
    </span>
  );
}
