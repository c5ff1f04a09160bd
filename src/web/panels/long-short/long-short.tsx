import { type PanelProps, valueOf } from "#web/panels/panel.ts";
import { chosenOf } from "#web/panels/panel-options.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { shownBook, shownMembers } from "#web/panels/shown-book.ts";
import { formatUsd } from "#web/ui/format.ts";
import { Segments } from "#web/ui/segments.tsx";
import { type DistanceBin, distanceBins, totalsWithin } from "./distance-bins.ts";
import { SideBars } from "./side-bars.tsx";
import { type StackBy, stackedByExchange, stackedByTier } from "./stacked-bins.ts";
import { decimal } from "#web/ui/locale.ts";

const REACHES = [
  { value: "1", label: "±1 %" },
  { value: "2", label: "±2 %" },
  { value: "5", label: "±5 %" },
  { value: "10", label: "±10 %" },
] as const;
const BINS_A_SIDE = 20;

const STACKS = [
  { value: "tier", label: "By leverage" },
  { value: "exchange", label: "By exchange" },
] as const;

/** Bars by distance from the mark, and what each side adds up to. */
export function LongShort({ market, data, filters, options, onOption, compact }: PanelProps<"book" | "memberBooks">) {
  const within = chosenOf(REACHES, options["reach"], "5");
  const reach = Number(within) / 100;
  const by: StackBy = chosenOf(STACKS, options["stack"], "tier");
  // Of one exchange alone there is nothing to stack by exchange.
  const members = market.members === null ? undefined : valueOf(data.memberBooks);
  return (
    <PanelBody of={data.book}>
      {(whole) => {
        const book = shownBook(whole, filters);
        const bins = distanceBins(book, { ...filters, reach: 0.1, width: 0.0025 });
        const asked = { ...filters, reach, width: reach / BINS_A_SIDE };
        const shown = by === "exchange" && members ? stackedByExchange(shownMembers(members, filters), asked) : stackedByTier(book, asked);
        return (
          <div className="long-short" data-compact={compact}>
            <Totals bins={bins} current={reach} />
            <div className="long-short-chart">
              <div className="long-short-head">
                <Segments name="Distance from price" segments={REACHES} value={within} onChange={(value) => onOption("reach", value)} />
                {members && members.length > 1 && <Segments name="Stacked" segments={STACKS} value={by} onChange={(value) => onOption("stack", value)} />}
              </div>
              <SideBars {...shown} mark={book.mark} tickSize={market.tickSize} compact={compact} />
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
          <th scope="col">Within</th>
          <th scope="col">Longs below</th>
          <th scope="col">Shorts above</th>
          <th scope="col">Long : short</th>
        </tr>
      </thead>
      <tbody>
        {REACHES.map(({ value, label }) => {
          const reach = Number(value) / 100;
          const { long, short } = totalsWithin(bins, reach);
          return (
            <tr key={value} aria-current={reach === current}>
              <th scope="row">{label}</th>
              <td className="figure longs">{formatUsd(long)}</td>
              <td className="figure shorts">{formatUsd(short)}</td>
              <td className="figure">{short > 0 ? decimal(long / short, 2) : "–"}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
