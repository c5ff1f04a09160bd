import type { ExplainReply, ExplainedPartMessage } from "#wire/messages.ts";
import { formatCount, formatPrice, formatTime, formatUsd, formatZone } from "./format.ts";
import { decimal } from "./locale.ts";

const MOST_ROWS = 5;

/** The entries behind a cell, largest first, summed to what the cell shows. `nameOf`: of a market that is only a part of what is shown; undefined: all of it. */
export function Explanation({
  of,
  tickSize,
  nameOf,
}: {
  readonly of: ExplainReply;
  readonly tickSize: number;
  readonly nameOf: (market: string) => string | undefined;
}) {
  const { side, usd, explainedUsd, parts, rest, priceLow, priceHigh, time } = of;
  const shown = parts.slice(0, MOST_ROWS);
  const others = parts.length + rest.parts - shown.length;
  const othersUsd = shown.reduce((left, { usdNow }) => left - usdNow, explainedUsd);
  return (
    <div className="explain" data-side={`${side}s`}>
      <h2 className="explain-title">
        Why is there <span className="figure">{formatUsd(usd)}</span> here?
      </h2>
      <p className="muted">
        Est. {side}s liquidated from {formatPrice(priceLow, tickSize)} to {formatPrice(priceHigh, tickSize)}, as of {formatTime(time)} {formatZone(time)}
      </p>
      <ol className="explain-parts">
        {shown.map((part) => (
          <Part
            key={`${part.market} ${part.entryFrom} ${part.leverage}`}
            part={part}
            name={nameOf(part.market)}
            largestUsd={shown[0].usdNow}
            tickSize={tickSize}
          />
        ))}
      </ol>
      {others > 0 && (
        <p className="explain-rest">
          <span>and {formatCount(others)} smaller groups</span>
          <span className="figure">{formatUsd(othersUsd)}</span>
        </p>
      )}
      {shown.length > 0 && <Rule part={shown[0]} />}
    </div>
  );
}

function Part({
  part,
  name,
  largestUsd,
  tickSize,
}: {
  readonly part: ExplainedPartMessage;
  readonly name: string | undefined;
  readonly largestUsd: number;
  readonly tickSize: number;
}) {
  const { entryFrom, entryPrice, leverage, openedUsd, usdNow, survivedShare, byOpening } = part;
  const before = byOpening["first-book"] > 0;
  return (
    <li className="explain-part">
      <span className="explain-bar" style={{ width: `${(100 * usdNow) / largestUsd}%` }} />
      <span>
        {before ? "not on record" : formatTime(entryFrom)} <span className="muted">at</span> {formatPrice(entryPrice, tickSize)}
      </span>
      <span className="figure">{leverage}x</span>
      <span className="figure explain-now">{formatUsd(usdNow)}</span>
      <span className="muted explain-opened">
        {name && `${name}: `}
        {formatUsd(openedUsd)} opened, {survivedShare > 1 ? "scaled up since" : `${Math.round(survivedShare * 100)} % left`}
      </span>
    </li>
  );
}

function Rule({ part: { marginRule } }: { readonly part: ExplainedPartMessage }) {
  const { model, validFrom, maintenanceRate, known } = marginRule;
  const since = validFrom > 0 ? ` since ${new Date(validFrom).toISOString().slice(0, 10)}` : "";
  return (
    <p className="muted explain-rule">
      Margin rule {model}
      {since}, {decimal(100 * maintenanceRate, 2)} % maintenance{known ? "" : " (assumed)"}
    </p>
  );
}
