import { AmountGrid } from "#web/panels/amount-grid.tsx";
import { DistanceAxis } from "#web/panels/distance-axis.tsx";
import { formatUsd } from "#web/ui/format.ts";
import type { StackedBin, Stacks } from "./stacked-bins.ts";
import { decimal } from "#web/ui/locale.ts";

interface SideBarsProps extends Stacks {
  readonly mark: number;
  readonly tickSize: number;
  readonly compact: boolean;
}

/** Longs to the left of the price, shorts to the right, by distance; every bar stacked of the same parts. */
export function SideBars({ bins, parts, ...axis }: SideBarsProps) {
  const most = Math.max(1, ...bins.map(({ usd }) => usd));
  const longs = bins.filter(({ side }) => side === "long").toReversed();
  const shorts = bins.filter(({ side }) => side === "short");
  return (
    <figure className="side-bars" aria-label={`Estimated USD by distance from price, highest ${formatUsd(most)}`}>
      <Parts parts={parts} />
      <div className="side-bars-plot">
        <AmountGrid topUsd={most} />
        {longs.map((bin) => (
          <Bar key={`long ${bin.from}`} bin={bin} most={most} parts={parts} />
        ))}
        <span className="side-bars-mark" aria-hidden="true" />
        {shorts.map((bin) => (
          <Bar key={`short ${bin.from}`} bin={bin} most={most} parts={parts} />
        ))}
      </div>
      <DistanceAxis from={-(longs[0]?.to ?? 0)} to={shorts.at(-1)?.to ?? 0} {...axis} />
    </figure>
  );
}

/** Which shade is what; of one part alone there is nothing to tell apart. */
const Parts = ({ parts }: Pick<Stacks, "parts">) =>
  parts.length > 1 ? (
    <p className="side-bars-parts muted">
      {parts.map(({ name, shade }) => (
        <span key={name}>
          <span className="side-bars-swatch" style={{ opacity: shade }} aria-hidden="true" />
          {name}
        </span>
      ))}
    </p>
  ) : null;

function Bar({ bin, most, parts }: { readonly bin: StackedBin; readonly most: number } & Pick<Stacks, "parts">) {
  const sign = bin.side === "long" ? "−" : "+";
  const range = `${sign}${decimal(bin.from * 100, 2)} to ${sign}${decimal(bin.to * 100, 2)} %`;
  const words = parts.map(({ name }, at) => `${name} ${formatUsd(bin.byPart[at])}`).join(", ");
  return (
    <span className="side-bar" data-side={bin.side} title={`${range}: ${formatUsd(bin.usd)} (${words})`}>
      {parts.map(({ name, shade }, at) => (
        <span key={name} style={{ height: `${(bin.byPart[at] / most) * 100}%`, opacity: shade }} />
      ))}
    </span>
  );
}
