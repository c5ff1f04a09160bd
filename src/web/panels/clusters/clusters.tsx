import { useMemo } from "react";
import { type PanelProps, type PickedCluster, valueOf } from "#web/panels/panel.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { sortOf } from "#web/panels/panel-sort.ts";
import { DataTable } from "#web/ui/data-table.tsx";
import { clusterColumns } from "./cluster-columns.tsx";
import { CLUSTERS_REACH, type ClusterRow, clusterRows } from "./cluster-rows.ts";

const ROW_PX = { desk: 30, phone: 44 };
const LARGEST_FIRST = { id: "usd", descending: true };

/** The clusters of the market on screen. */
export function Clusters({
  market,
  data,
  filters,
  compact,
  options,
  onOption,
  picked,
  onPick,
  onPointed,
}: PanelProps<"book" | "spread" | "usdPerMinute" | "memberBooks" | "orders" | "reach" | "ages">) {
  const columns = useMemo(() => clusterColumns({ tickSize: market.tickSize, compact }), [market.tickSize, compact]);
  return (
    <PanelBody of={data.book}>
      {(book) => {
        // Bands and other exchanges' books are of the estimate alone.
        const isEstimate = book.layer === "modelled";
        const rows = clusterRows(book, {
          filters,
          spread: isEstimate ? valueOf(data.spread) : undefined,
          usdPerMinute: valueOf(data.usdPerMinute),
          orders: valueOf(data.orders),
          reach: valueOf(data.reach),
          ages: valueOf(data.ages),
          memberBooks: isEstimate ? valueOf(data.memberBooks) : undefined,
        });
        if (rows.length === 0) return <p className="panel-state muted">Nothing stands out within ±{CLUSTERS_REACH * 100} % of the price.</p>;
        return (
          <DataTable<ClusterRow>
            name={`Clusters of ${market.coin}, ${isEstimate ? "estimated" : "measured"}`}
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            rowPx={compact ? ROW_PX.phone : ROW_PX.desk}
            {...sortOf({ options, onOption }, { columns, usual: LARGEST_FIRST })}
            onRow={(row) => onPick(isPicked(row, picked) ? undefined : row)}
            onPointed={onPointed}
            isCurrent={(row) => isPicked(row, picked)}
          />
        );
      }}
    </PanelBody>
  );
}

/** Its edges move with the book: it is the one that holds the price where its dollars were. */
const isPicked = ({ side, low, high }: ClusterRow, picked: PickedCluster | undefined): boolean =>
  picked?.side === side && picked.price >= low && picked.price < high;

const keyOf = ({ key }: ClusterRow): string => key;
