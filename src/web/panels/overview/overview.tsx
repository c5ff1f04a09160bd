import type { OverviewRow } from "#wire/overview.ts";
import type { PanelProps } from "#web/panels/panel.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { DataTable } from "#web/ui/data-table.tsx";
import { compactColumns, overviewColumns } from "./overview-columns.tsx";

/** A finger needs more than a pointer. */
const ROW_PX = { desk: 34, phone: 48 };
const SORT = { id: "open-interest", descending: true };

/** Every coin that the server follows; a press goes to its map. */
export function Overview({ market, data, compact, onMarket }: PanelProps<"overview">) {
  return (
    <PanelBody of={data.overview}>
      {({ rows, asOf }) => (
        <DataTable<OverviewRow>
          name="Every coin"
          rows={rows}
          columns={compact ? compactColumns(asOf) : overviewColumns(asOf)}
          keyOf={keyOf}
          rowPx={compact ? ROW_PX.phone : ROW_PX.desk}
          sort={compact ? { id: "coin", descending: false } : SORT}
          onRow={(row) => onMarket(row.market)}
          isCurrent={({ coin }) => coin === market.coin}
        />
      )}
    </PanelBody>
  );
}

const keyOf = ({ market }: OverviewRow): string => market;
