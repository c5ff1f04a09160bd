import { useRef } from "react";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { StockLayer } from "#core/layer.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { planeOf } from "#core/heat-column.ts";
import { rowOf } from "#core/price-rows.ts";
import type { RealisedCell } from "#core/realised.ts";
import { TIERS } from "#core/tier.ts";
import { type MarkedSpread, spreadAround } from "#insight/confidence.ts";
import { bandBetween } from "#insight/stretch-band.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { formatChange, formatClock, formatPrice, formatStretch, formatUsd, formatZone } from "#web/ui/format.ts";
import type { Bar } from "#web/chart/bars.ts";
import { CellFigures } from "./cell-figures.tsx";
import { ClusterFigures } from "./cluster-figures.tsx";
import { unsampledWords } from "#web/app/markets/hole-words.ts";
import { MeasuredFigures } from "./measured-figures.tsx";
import { membersThen } from "#web/app/markets/members-then.ts";
import { Figure } from "./readout-figure.tsx";
import { usePlaceBeside } from "./use-place-beside.ts";
import { useIsSpreadKept, useSpreadOfAllTiers } from "./use-spread.ts";
import { useView } from "#web/app/view/view-store.ts";
import type { CrosshairReading } from "#web/app/session/scene.ts";
import { useCompact } from "#web/app/view/use-compact.ts";
import { useMarkets } from "#web/app/markets/use-markets.ts";
import { useHeatStyle } from "#web/app/controls/use-heat-style.ts";

export interface CrosshairProps {
  readonly market: MarketMessage;
  /** Of the heat. */
  readonly layer: StockLayer;
  readonly at: CrosshairReading;
  readonly level: number | undefined;
  readonly spread: MarkedSpread | undefined;
}

/** What the crosshair stands on, in figures. */
export function CrosshairFigures({ market, layer, at, level, spread }: CrosshairProps) {
  const { reading } = at;
  const plate = useRef<HTMLDivElement>(null);
  const place = usePlaceBeside(plate);
  const compact = useCompact();
  const isHere = ({ from, to }: { readonly from: number; readonly to: number }) => from < at.toMs && to > at.fromMs;
  const hole = market.holes.find(isHere);
  const unsampled = market.openInterestHoles.find(isHere);
  const then = membersThen(market, useMarkets().markets, at.toMs);
  const { planes } = useHeatStyle();
  const inUnit = (usd: number, price = at.price) => formatUsd(usd, price);
  const side = at.price <= at.mark ? LONG : SHORT;
  const isShown = (tier: number) => planes.includes(planeOf(side, tier));
  const usdOf = (tier: number) => reading?.usdByPlane[planeOf(side, tier)] ?? 0;
  const hereUsd = TIERS.reduce((total, _, tier) => total + (isShown(tier) ? usdOf(tier) : 0), 0);
  const word = side === LONG ? "longs" : "shorts";
  return (
    <div className="readout" ref={plate} data-side={word} data-place={place}>
      <span className="readout-lead">
        <Figure name="time" value={timeOf(at)} plain />
        {at.candle && !compact && <Candle of={at.candle} tickSize={market.tickSize} />}
      </span>
      <Figure name="price" value={formatPrice(at.price, market.tickSize)} plain />
      <Figure name="away" value={formatChange(at.price / at.mark - 1)} plain />
      <Figure name={`${layer === "measured" ? "measured" : "est."} ${word} here`} value={reading ? inUnit(hereUsd) : "no data"} strong />
      <Figure name="from price to here" value={reading ? inUnit(reading.cumulativeUsd, Math.sqrt(at.price * at.mark)) : "–"} />
      {reading && layer === "modelled" && level !== undefined && <Certainty market={market} at={at} level={level} spread={spread} format={inUnit} />}
      {reading && layer === "measured" && level !== undefined && (
        <MeasuredFigures market={market} at={at} level={level} usd={TIERS.reduce((total, _, tier) => total + usdOf(tier), 0)} />
      )}
      <span className="readout-tiers">
        {TIERS.map((tier, index) => (
          <Figure key={tier} name={`${tier}x`} value={!isShown(index) ? "off" : reading ? inUnit(usdOf(index)) : "–"} />
        ))}
      </span>
      {reading?.cluster && level !== undefined && (
        <ClusterFigures market={market} at={at} cluster={reading.cluster} level={level} format={inUnit} compact={compact} />
      )}
      {reading && <CellFigures market={market} reading={reading} age={{ level, toMs: at.toMs }} compact={compact} />}
      {at.swept && <Figure name={`swept ${at.swept.side}s`} value={inUnit(at.swept.usd)} swatch={`var(--${at.swept.side}s)`} />}
      {at.realised && <Realised of={at.realised} format={inUnit} />}
      {then && (
        <span className="stand-in">
          {then.had} of {then.of} exchanges had a map then
        </span>
      )}
      {hole && <span className="stand-in">nobody listened {formatStretch(hole.from, hole.to)}: fetched later, prints may be missing</span>}
      {unsampled && <span className="stand-in">{unsampledWords(unsampled)}</span>}
      {reading?.provisional && <span className="muted">forming</span>}
    </div>
  );
}

/** The column's candle, as traders read it. */
function Candle({ of: { open, high, low, close }, tickSize }: { readonly of: Bar; readonly tickSize: number }) {
  const direction = close < open ? "down" : "up";
  const prices = [
    ["O", open],
    ["H", high],
    ["L", low],
    ["C", close],
  ] as const;
  return (
    <span className="readout-candle">
      {prices.map(([name, price]) => (
        <Figure key={name} name={name} value={formatPrice(price, tickSize)} />
      ))}
      <span className="figure change" data-direction={direction}>
        {formatChange(close / open - 1)}
      </span>
    </span>
  );
}

interface CertaintyProps {
  readonly market: MarketMessage;
  readonly at: CrosshairReading;
  readonly level: number;
  /** Of what is shown; undefined while only a part of it is. */
  readonly spread: MarkedSpread | undefined;
  readonly format: (usd: number) => string;
}

/** How sure a cell is: 80 times in a hundred the truth lies in the range, and the narrower that is, the surer. Of some tiers alone no range is known. */
function Certainty({ market, at, level, spread, format }: CertaintyProps) {
  const ofAllTiers = useSpreadOfAllTiers();
  const isKept = useIsSpreadKept();
  const isOfAllAges = useView((view) => view.age === undefined);
  const band = isOfAllAges ? bandAt(at, { spread: ofAllTiers, level }) : undefined;
  const grade = market.reliability?.grade;
  const confidence = band ? `${Math.round(band.confidence * 100)} %${spread ? "" : " (all tiers)"}` : isKept ? "–" : "not kept";
  return (
    <span className="readout-range">
      {band && spread && <Figure name="p10–p90" value={`${format(band.p10)} – ${format(band.p90)}`} />}
      <Figure name="confidence" value={confidence} />
      {band && grade && <Figure name="grade" value={grade} />}
    </span>
  );
}

/** What printed under the crosshair: beside the estimate, never part of it. */
function Realised({ of: { longUsd, shortUsd, prints }, format }: { readonly of: RealisedCell; readonly format: (usd: number) => string }) {
  const sides = [
    ["longs", longUsd],
    ["shorts", shortUsd],
  ] as const;
  return (
    <span className="readout-realised">
      {sides.map(([side, usd]) => usd > 0 && <Figure key={side} name={`realised ${side}`} value={format(usd)} swatch={`var(--${side})`} />)}
      <span className="muted">{prints === 1 ? "1 print" : `${prints} prints`}</span>
    </span>
  );
}

/** A column's span, or the instant of the book now. */
function timeOf({ fromMs, toMs }: CrosshairReading): string {
  return fromMs === toMs ? `now, ${formatClock(toMs)} ${formatZone(toMs)}` : formatStretch(fromMs, toMs);
}

/** The band around all that is estimated under the crosshair, as wide as it is now as far from price; undefined where nothing is, or no spread is known. */
function bandAt({ price, mark, reading }: CrosshairReading, { spread, level }: { readonly spread: MarkedSpread | undefined; readonly level: number }) {
  if (!spread || !reading) return undefined;
  const side = price <= mark ? LONG : SHORT;
  const usd = TIERS.reduce((total, _, tier) => total + reading.usdByPlane[planeOf(side, tier)], 0);
  const { rowsPerCell } = HEAT_LEVELS[level];
  const fromRow = Math.floor(rowOf(price) / rowsPerCell) * rowsPerCell;
  return usd > 0 ? bandBetween(spreadAround(spread, mark), { side, fromRow, toRow: fromRow + rowsPerCell, usd }) : undefined;
}
