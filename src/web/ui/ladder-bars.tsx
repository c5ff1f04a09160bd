import { Fragment, type CSSProperties } from "react";
import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { TIER_RANGES, type Tier } from "#core/tier.ts";
import { formatCount, formatShare, formatUsd } from "./format.ts";

/** One side's weight of a rung. */
export interface LadderWeight {
  readonly priorShare: number;
  readonly share: number;
  readonly standingUsd: number;
  readonly pinned: boolean;
  /** Printed liquidations behind it; undefined where none can be. */
  readonly evidenceOrders: number | undefined;
}

export interface LadderRow {
  readonly name: string;
  /** Undefined: it belongs to none. */
  readonly tier: Tier | undefined;
  readonly weights: Readonly<Record<PositionSide, LadderWeight>>;
}

/** Longs grow to the left and shorts to the right of the leverages, each with a tick where the prior was. A table to who cannot see it. */
export function LadderBars({ rows }: { readonly rows: readonly LadderRow[] }) {
  const largest = Math.max(...rows.flatMap(({ weights }) => POSITION_SIDES.flatMap((side) => [weights[side].share, weights[side].priorShare])));
  return (
    <div className="ladder-bars" role="table" aria-label="Share of newly opened positions by effective leverage">
      <div className="ladder-row ladder-bars-head" role="row">
        <Head side="long" />
        <span role="columnheader">leverage</span>
        <Head side="short" />
      </div>
      {rows.map((row, index) => (
        <Fragment key={row.name}>
          {row.tier !== rows[index - 1]?.tier && <div className="ladder-gap" aria-hidden="true" />}
          <div className="ladder-row" role="row" title={row.tier && `Shown as ${row.tier}x: ${TIER_RANGES[row.tier]}`}>
            <Half side="long" weight={row.weights.long} largest={largest} />
            <span className="ladder-name figure" role="rowheader">
              {row.name}
            </span>
            <Half side="short" weight={row.weights.short} largest={largest} />
          </div>
        </Fragment>
      ))}
    </div>
  );
}

function Head({ side }: { readonly side: PositionSide }) {
  return (
    <span className="ladder-half" data-side={side} role="columnheader">
      <span className="ladder-prints">prints</span>
      <span className="ladder-usd">standing</span>
      <span className="ladder-share">share</span>
      <span className="ladder-side">{side === "long" ? "longs" : "shorts"}</span>
    </span>
  );
}

function Half({ side, weight, largest }: { readonly side: PositionSide; readonly weight: LadderWeight; readonly largest: number }) {
  const { priorShare, share, standingUsd, evidenceOrders, pinned } = weight;
  const closed = priorShare === 0 && share === 0;
  const style = { "--share": lengthOf(share, largest), "--prior": lengthOf(priorShare, largest) } as CSSProperties;
  return (
    <span className="ladder-half" data-side={side} data-closed={closed} data-pinned={pinned} data-heard={(evidenceOrders ?? 0) >= 1} role="cell" style={style}>
      <span className="ladder-prints figure">{evidenceOrders === undefined ? "" : formatCount(evidenceOrders)}</span>
      <span className="ladder-usd figure">{closed ? "" : formatUsd(standingUsd)}</span>
      <span className="ladder-share figure" title={`Believed beforehand: ${formatShare(priorShare)}`}>
        {closed ? "–" : formatShare(share)}
      </span>
      <span className="ladder-track" aria-hidden="true">
        <span className="ladder-bar" />
        {!closed && <span className="ladder-tick" />}
      </span>
    </span>
  );
}

/** Lengths grow with the square root, so that a small share can still be seen. */
const lengthOf = (share: number, largest: number): string => `${(Math.sqrt(share / largest) * 100).toFixed(2)}%`;
