import "#web/styles/exchanges.css";
import { type PointerEvent, useState } from "react";
import { DistanceAxis, type DistanceAxisProps } from "#web/panels/distance-axis.tsx";
import { type PanelProps, valueOf } from "#web/panels/panel.ts";
import { chosenOf } from "#web/panels/panel-options.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { shownMembers } from "#web/panels/shown-book.ts";
import { formatUsd } from "#web/ui/format.ts";
import { Segments } from "#web/ui/segments.tsx";
import { AgreementStrip } from "./agreement-strip.tsx";
import { AgreementSentence } from "./agreement-sentence.tsx";
import { binsWithin } from "./cell-bins.ts";
import { type Comparison, type ExchangeProfile, compareExchanges } from "./compare-exchanges.ts";
import { FundingSentence } from "./funding-sentence.tsx";
import { fundingOf } from "./funding-skew.ts";
import { type HeldCluster, heldClusters } from "./held-clusters.ts";
import { ProfilePlot } from "./profile-plot.tsx";

const REACHES = [
  { value: "2", label: "±2 %", cellsPerBin: 1 },
  { value: "5", label: "±5 %", cellsPerBin: 1 },
  { value: "10", label: "±10 %", cellsPerBin: 2 },
] as const;
const SCALES = [
  { value: "own", label: "Own scale" },
  { value: "one", label: "One scale" },
] as const;

/** Small multiples on one axis: all exchanges together on top, then each of them, and where they agree below. */
export function Exchanges({ market, data, filters, options, onOption, compact }: PanelProps<"memberBooks" | "book" | "markets">) {
  const reach = chosenOf(REACHES, options["reach"], "5");
  const scale = chosenOf(SCALES, options["scale"], "own");
  const [pointed, setPointed] = useState<number>();
  return (
    <PanelBody of={data.memberBooks}>
      {(whole) => {
        const books = shownMembers(whole, filters);
        const { cellsPerBin } = REACHES.find(({ value }) => value === reach) ?? REACHES[1];
        const bins = binsWithin(Number(reach) / 100, cellsPerBin * (books[0]?.grid.rowsPerCell ?? 1));
        const comparison = compareExchanges(books, { ...filters, cellsPerBin, bins });
        const clusters = heldClusters(valueOf(data.book), whole, { ...filters, reach: Number(reach) / 100 });
        const funding = <FundingSentence funding={fundingOf(whole, valueOf(data.markets) ?? [])} />;
        return (
          <div className="exchanges">
            <div className="exchanges-head">
              <Segments name="Reach" segments={REACHES} value={reach} onChange={(value) => onOption("reach", value)} />
              <Segments name="Scale" segments={SCALES} value={scale} onChange={(value) => onOption("scale", value)} />
              <AgreementSentence comparison={comparison} at={pointed} />
              {!compact && funding}
            </div>
            <Multiples
              comparison={comparison}
              clusters={clusters}
              reach={Number(reach) / 100}
              scale={scale}
              pointed={pointed}
              onPointed={setPointed}
              axis={{ mark: valueOf(data.book)?.mark, tickSize: market.tickSize, compact }}
            />
            {compact && funding}
            <p className="exchanges-note muted">Bars along the top of a row: clusters of the map on screen, where this exchange holds them too.</p>
          </div>
        );
      }}
    </PanelBody>
  );
}

interface MultiplesProps {
  readonly comparison: Comparison;
  readonly clusters: readonly HeldCluster[];
  readonly reach: number;
  readonly scale: "own" | "one";
  /** Signed distance under the pointer. */
  readonly pointed: number | undefined;
  readonly onPointed: (distance: number | undefined) => void;
  readonly axis: Pick<DistanceAxisProps, "mark" | "tickSize" | "compact">;
}

function Multiples({ comparison, clusters, reach, scale, pointed, onPointed, axis }: MultiplesProps) {
  const { profiles, all, agreement } = comparison;
  const most = Math.max(...profiles.map(highestBin));
  const cursor = pointed === undefined ? undefined : (pointed + reach) / (2 * reach);
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const plot = event.currentTarget.querySelector("svg")?.getBoundingClientRect();
    if (!plot) return;
    const share = (event.clientX - plot.left) / plot.width;
    onPointed(share >= 0 && share < 1 ? share * 2 * reach - reach : undefined);
  }
  return (
    <div
      className="exchanges-rows"
      style={{ ["--exchanges" as string]: Math.max(1, profiles.length) }}
      onPointerMove={onPointerMove}
      onPointerDown={onPointerMove}
      onPointerLeave={() => onPointed(undefined)}
    >
      <Multiple profile={all} clusters={clusters} reach={reach} top={highestBin(all)} cursor={cursor} tall />
      {profiles.map((profile) => (
        <Multiple
          key={profile.market}
          profile={profile}
          clusters={clusters.filter(({ holders }) => holders.includes(profile.label))}
          reach={reach}
          top={scale === "one" ? most : highestBin(profile)}
          cursor={cursor}
        />
      ))}
      <span className="exchanges-label muted" data-strip="true">
        Agreement
      </span>
      <AgreementStrip agreement={agreement} exchanges={profiles.length} reach={reach} />
      <span />
      <DistanceAxis from={-reach} to={reach} {...axis} />
    </div>
  );
}

interface MultipleProps {
  readonly profile: ExchangeProfile;
  /** That it holds. */
  readonly clusters: readonly HeldCluster[];
  readonly reach: number;
  /** USD at the top of the plot. */
  readonly top: number;
  /** Share of the width. */
  readonly cursor: number | undefined;
  readonly tall?: boolean;
}

function Multiple({ profile, clusters, reach, top, cursor, tall = false }: MultipleProps) {
  const { label, totals } = profile;
  return (
    <>
      <span className="exchanges-label" data-all={tall}>
        {label}
        <small className="figure">
          <span className="longs">{formatUsd(totals.long)}</span> <span className="shorts">{formatUsd(totals.short)}</span>
        </small>
      </span>
      <ProfilePlot profile={profile} clusters={clusters} reach={reach} top={top} cursor={cursor} tall={tall} />
    </>
  );
}

const highestBin = ({ bins }: ExchangeProfile): number => Math.max(1, ...bins.map(({ usd }) => usd));
