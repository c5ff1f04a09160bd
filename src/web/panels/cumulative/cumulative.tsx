import { type PointerEvent, useState } from "react";
import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { AmountGrid } from "#web/panels/amount-grid.tsx";
import { DistanceAxis } from "#web/panels/distance-axis.tsx";
import type { PanelProps } from "#web/panels/panel.ts";
import { chosenOf } from "#web/panels/panel-options.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { shownBook } from "#web/panels/shown-book.ts";
import { formatChange, formatPrice, formatUsd } from "#web/ui/format.ts";
import { Segments } from "#web/ui/segments.tsx";
import { type RunningTotal, runningTotals, totalAt } from "./running-totals.ts";

const REACHES = [
  { value: "2", label: "±2 %" },
  { value: "5", label: "±5 %" },
  { value: "10", label: "±10 %" },
  { value: "20", label: "±20 %" },
] as const;
type Totals = Readonly<Record<PositionSide, readonly RunningTotal[]>>;

/** Running totals outward from the price. */
export function Cumulative({ market, data, filters, options, onOption, compact }: PanelProps<"book">) {
  const within = chosenOf(REACHES, options["reach"], "10");
  const reach = Number(within) / 100;
  const [pointed, setPointed] = useState<number>();
  return (
    <PanelBody of={data.book}>
      {(whole) => {
        const book = shownBook(whole, filters);
        const asked = { tiers: filters.tiers, reach };
        const of = (side: PositionSide) => (filters.sides.includes(side) ? runningTotals(book, side, asked) : []);
        const totals = { long: of("long"), short: of("short") };
        return (
          <div className="cumulative">
            <div className="cumulative-head">
              <Segments name="Reach" segments={REACHES} value={within} onChange={(value) => onOption("reach", value)} />
              <Sentence totals={totals} distance={pointed} tickSize={market.tickSize} />
            </div>
            <div className="cumulative-plot">
              <Curves totals={totals} reach={reach} pointed={pointed} onPointed={setPointed} />
              <DistanceAxis from={-reach} to={reach} mark={book.mark} tickSize={market.tickSize} compact={compact} />
            </div>
          </div>
        );
      }}
    </PanelBody>
  );
}

interface SentenceProps {
  readonly totals: Totals;
  readonly distance: number | undefined;
  readonly tickSize: number;
}

/** What the pointer reads; without one, what the ends of the curves hold. */
function Sentence({ totals, distance, tickSize }: SentenceProps) {
  const point = distance === undefined ? undefined : totalAt(totals, distance);
  if (point) {
    return (
      <p className="cumulative-sentence" aria-live="off">
        A move to <strong className="figure">{formatPrice(point.price, tickSize)}</strong> ({formatChange(point.distance)}) would fire about{" "}
        <strong className={`figure ${point.distance < 0 ? "longs" : "shorts"}`}>{formatUsd(point.usd)}</strong> of {point.distance < 0 ? "longs" : "shorts"}
        {point.steep && <span className="cumulative-steep"> · steep: a small move fires much</span>}
      </p>
    );
  }
  return (
    <p className="cumulative-sentence muted">
      To the edges: <span className="figure longs">{formatUsd(totals.long.at(-1)?.usd ?? 0)}</span> of longs below,{" "}
      <span className="figure shorts">{formatUsd(totals.short.at(-1)?.usd ?? 0)}</span> of shorts above. Thick: steep stretches.
    </p>
  );
}

interface CurvesProps {
  readonly totals: Totals;
  readonly reach: number;
  readonly pointed: number | undefined;
  readonly onPointed: (distance: number | undefined) => void;
}

const WIDTH = 1_000;
const HEIGHT = 300;
/** Above the highest point: the line is not cut. */
const HEADROOM = 8;

function Curves({ totals, reach, pointed, onPointed }: CurvesProps) {
  const most = Math.max(1, totals.long.at(-1)?.usd ?? 0, totals.short.at(-1)?.usd ?? 0);
  const x = (distance: number): number => ((distance + reach) / (2 * reach)) * WIDTH;
  const y = (usd: number): number => HEIGHT - (usd / most) * (HEIGHT - HEADROOM);
  const pathOf = (points: readonly RunningTotal[]): string =>
    points.length === 0 ? "" : `M${x(0)},${HEIGHT} ${points.map((point) => `L${x(point.distance).toFixed(1)},${y(point.usd).toFixed(1)}`).join(" ")}`;
  function onPointerMove(event: PointerEvent<SVGSVGElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    onPointed(((event.clientX - box.left) / box.width) * 2 * reach - reach);
  }
  const ends = { long: totals.long.at(-1), short: totals.short.at(-1) };
  return (
    <figure className="cumulative-curves">
      <AmountGrid topUsd={most} height={(HEIGHT - HEADROOM) / HEIGHT} />
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Running totals: ${formatUsd(ends.long?.usd ?? 0)} of longs down to −${reach * 100} %, ${formatUsd(ends.short?.usd ?? 0)} of shorts up to +${reach * 100} %`}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerMove}
        onPointerLeave={() => onPointed(undefined)}
      >
        <line x1={x(0)} x2={x(0)} y1={0} y2={HEIGHT} className="cumulative-mark" />
        {POSITION_SIDES.map((side) => {
          const path = pathOf(totals[side]);
          const last = totals[side].at(-1);
          return (
            <g key={side} data-side={side}>
              {last && <path d={`${path} L${x(last.distance)},${HEIGHT} Z`} className="cumulative-area" />}
              <path d={path} className="cumulative-line" />
              <path d={steepPath(totals[side], { x, y })} className="cumulative-line" data-steep="true" />
            </g>
          );
        })}
        {pointed !== undefined && <line x1={x(pointed)} x2={x(pointed)} y1={0} y2={HEIGHT} className="cumulative-cursor" />}
      </svg>
    </figure>
  );
}

interface Scales {
  readonly x: (distance: number) => number;
  readonly y: (usd: number) => number;
}

/** The steep stretches alone. */
function steepPath(points: readonly RunningTotal[], { x, y }: Scales): string {
  return points
    .flatMap((point, at) => {
      const before = points[at - 1];
      return point.steep && before
        ? `M${x(before.distance).toFixed(1)},${y(before.usd).toFixed(1)} L${x(point.distance).toFixed(1)},${y(point.usd).toFixed(1)}`
        : [];
    })
    .join(" ");
}
