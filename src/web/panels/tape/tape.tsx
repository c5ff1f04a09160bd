import { useMemo } from "react";
import { HOUR_MS } from "#core/units.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { type PanelProps, valueOf } from "#web/panels/panel.ts";
import { chosenOf } from "#web/panels/panel-options.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { sortOf } from "#web/panels/panel-sort.ts";
import { DataTable } from "#web/ui/data-table.tsx";
import { formatTime, formatUsd, formatZone } from "#web/ui/format.ts";
import { dayStart } from "#web/ui/locale.ts";
import { Segments } from "#web/ui/segments.tsx";
import { COMPACT_TAPE_COLUMNS, tapeColumns } from "./tape-columns.tsx";
import { type TapeRow, forcedSince, samplingNotes, tapeRows } from "./tape-rows.ts";

const SIZES = [
  { value: "0", label: "All" },
  { value: "1000", label: "$1k+" },
  { value: "10000", label: "$10k+" },
  { value: "100000", label: "$100k+" },
  { value: "1000000", label: "$1M+" },
] as const;
const SIDES = [
  { value: "both", label: "Both sides" },
  { value: "long", label: "Longs" },
  { value: "short", label: "Shorts" },
] as const;
const ROW_PX = { desk: 26, phone: 40 };
const NEWEST_FIRST = { id: "time", descending: true };

/** Printed liquidations, newest on top. */
export function Tape({ market, data, filters, options, onOption, compact }: PanelProps<"prints" | "markets">) {
  const least = chosenOf(SIZES, options["size"], "0");
  const side = chosenOf(SIDES, options["side"], "both");
  const printers = printersOf(market, valueOf(data.markets) ?? []);
  return (
    <PanelBody of={data.prints}>
      {({ prints, from, to }) => {
        const sides = filters.sides.filter((shown) => side === "both" || shown === side);
        const rows = tapeRows(prints, printers, { sides, leastUsd: Number(least) });
        return (
          <div className="tape" data-compact={compact}>
            <div className="tape-head">
              <Segments name="Size" segments={SIZES} value={least} onChange={(value) => onOption("size", value)} />
              <Segments name="Side" segments={SIDES} value={side} onChange={(value) => onOption("side", value)} />
              <LastHour rows={rows} now={to} />
            </div>
            <PrintTable rows={rows} now={to} compact={compact} options={options} onOption={onOption} />
            <p className="tape-notes muted">
              {[`Printed by exchanges (realised), back to ${formatTime(prints.at(-1)?.time ?? from)} ${formatZone(to)}.`, ...samplingNotes(printers)].join(" ")}
            </p>
          </div>
        );
      }}
    </PanelBody>
  );
}

interface PrintsShown {
  readonly rows: readonly TapeRow[];
  /** End of the tape, epoch ms. */
  readonly now: number;
}

function LastHour({ rows, now }: PrintsShown) {
  const { long, short, prints } = forcedSince(rows, { now, spanMs: HOUR_MS });
  if (prints === 0) return <p className="tape-sum muted">Last hour: none printed</p>;
  return (
    <p className="tape-sum muted">
      Last hour: <span className="figure longs">{formatUsd(long)}</span> of longs, <span className="figure shorts">{formatUsd(short)}</span> of shorts in{" "}
      <span className="figure">{prints}</span> {prints === 1 ? "print" : "prints"}
    </p>
  );
}

function PrintTable({ rows, now, compact, options, onOption }: PrintsShown & Pick<PanelProps<"prints">, "compact" | "options" | "onOption">) {
  const largestUsd = rows.reduce((largest, { usd }) => Math.max(largest, usd), 1);
  const today = dayStart(now);
  const all = useMemo(() => tapeColumns({ largestUsd, today }), [largestUsd, today]);
  const columns = compact ? all.filter(({ id }) => COMPACT_TAPE_COLUMNS.has(id)) : all;
  if (rows.length === 0) return <p className="panel-state muted">No print is as large as that.</p>;
  return (
    <DataTable<TapeRow>
      name="Printed liquidations"
      rows={rows}
      columns={columns}
      keyOf={keyOf}
      rowPx={compact ? ROW_PX.phone : ROW_PX.desk}
      {...sortOf({ options, onOption }, { columns, usual: NEWEST_FIRST })}
    />
  );
}

/** The markets whose prints are on the tape. */
function printersOf(market: MarketMessage, markets: readonly MarketMessage[]): readonly MarketMessage[] {
  return market.members ? markets.filter(({ id }) => market.members?.some((member) => member.market === id)) : [market];
}

const keyOf = ({ key }: TapeRow): string => key;
