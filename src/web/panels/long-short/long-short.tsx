import { useState } from "react";
import { TIERS, type Tier } from "#core/tier.ts";
import type { PanelProps } from "#web/panels/panel.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { formatUsd } from "#web/ui/format.ts";
import { Segments } from "#web/ui/segments.tsx";
import { type DistanceBin, distanceBins, totalsWithin } from "./distance-bins.ts";

const REACHES = [0.01, 0.02, 0.05, 0.1] as const;
const BINS_A_SIDE = 20;
const nameOf = (reach: number): string => `±${reach * 100} %`;

/** Bars by distance from the mark, and what each side adds up to. */
export function LongShort({ data, filters, compact }: PanelProps<"book">) {
  const [reach, setReach] = useState<(typeof REACHES)[number]>(0.05);
  return (
    <PanelBody of={data.book}>
      {(book) => {
        const bins = distanceBins(book, { ...filters, reach: 0.1, width: 0.0025 });
        const shown = distanceBins(book, { ...filters, reach, width: reach / BINS_A_SIDE });
        return (
          <div className="long-short" data-compact={compact}>
            <Totals bins={bins} current={reach} />
            <div className="long-short-chart">
              <Segments
                name="Distance from price"
                segments={REACHES.map((value) => ({ value: String(value), label: nameOf(value) }))}
                value={String(reach)}
                onChange={(value) => setReach(REACHES.find((candidate) => String(candidate) === value) ?? 0.05)}
              />
              <Bars bins={shown} tiers={filters.tiers} />
            </div>
          </div>
        );
      }}
    </PanelBody>
  );
}

function Totals({ bins, current }: { readonly bins: readonly DistanceBin[]; readonly current: number }) {
  return (
    <table className="figures-table">
      <thead>
        <tr>
          <th scope="col">within</th>
          <th scope="col">longs below</th>
          <th scope="col">shorts above</th>
          <th scope="col">long : short</th>
        </tr>
      </thead>
      <tbody>
        {REACHES.map((reach) => {
          const { long, short } = totalsWithin(bins, reach);
          return (
            <tr key={reach} aria-current={reach === current}>
              <th scope="row">{nameOf(reach)}</th>
              <td className="figure longs">{formatUsd(long)}</td>
              <td className="figure shorts">{formatUsd(short)}</td>
              <td className="figure">{short > 0 ? (long / short).toFixed(2) : "–"}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Shares of brightness of the tiers, lowest leverage first. */
const SHADES = [0.35, 0.5, 0.65, 0.82, 1];

function Bars({ bins, tiers }: { readonly bins: readonly DistanceBin[]; readonly tiers: readonly Tier[] }) {
  const most = Math.max(1, ...bins.map(({ usd }) => usd));
  const longs = bins.filter(({ side }) => side === "long").toReversed();
  const shorts = bins.filter(({ side }) => side === "short");
  const first = longs[0] ?? shorts[0];
  return (
    <figure className="side-bars" aria-label={`Estimated USD by distance from price, widest ${formatUsd(most)}`}>
      <div className="side-bars-plot">
        {longs.map((bin) => (
          <Bar key={`long ${bin.from}`} bin={bin} most={most} tiers={tiers} />
        ))}
        <span className="side-bars-mark" aria-hidden="true" />
        {shorts.map((bin) => (
          <Bar key={`short ${bin.from}`} bin={bin} most={most} tiers={tiers} />
        ))}
      </div>
      <figcaption className="side-bars-axis muted figure">
        {longs.length > 0 && <span>−{((longs[0]?.to ?? first?.to ?? 0) * 100).toFixed(0)} %</span>}
        <span>highest bar {formatUsd(most)}</span>
        {shorts.length > 0 && <span>+{((shorts.at(-1)?.to ?? 0) * 100).toFixed(0)} %</span>}
      </figcaption>
    </figure>
  );
}

function Bar({ bin, most, tiers }: { readonly bin: DistanceBin; readonly most: number; readonly tiers: readonly Tier[] }) {
  const sign = bin.side === "long" ? "−" : "+";
  const range = `${sign}${(bin.from * 100).toFixed(2)} to ${sign}${(bin.to * 100).toFixed(2)} %`;
  const parts = tiers.map((tier, at) => `${tier}x ${formatUsd(bin.byTier[at])}`).join(", ");
  return (
    <span className="side-bar" data-side={bin.side} title={`${range}: ${formatUsd(bin.usd)} (${parts})`}>
      {tiers.map((tier, at) => (
        <span key={tier} style={{ height: `${(bin.byTier[at] / most) * 100}%`, opacity: SHADES[TIERS.indexOf(tier)] }} />
      ))}
    </span>
  );
}
