import type { OverviewRow } from "#wire/overview.ts";
import type { PanelProps } from "#web/panels/panel.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { sortOf } from "#web/panels/panel-sort.ts";
import { DataTable } from "#web/ui/data-table.tsx";
import { compactColumns, overviewColumns } from "./overview-columns.tsx";

/** A finger needs more than a pointer. */
const ROW_PX = { desk: 34, phone: 48 };
const LARGEST_FIRST = { id: "open-interest", descending: true };
const BY_NAME = { id: "coin", descending: false };

/** Every coin that the server follows; a press goes to its map. */
export function Overview({ market, data, compact, options, onOption, onMarket }: PanelProps<"overview">) {
  return (
    <PanelBody of={data.overview}>
      {({ rows, asOf }) => {
        const columns = compact ? compactColumns(asOf) : overviewColumns(asOf);
        return (
          <DataTable<OverviewRow>
            name="Every coin"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            rowPx={compact ? ROW_PX.phone : ROW_PX.desk}
            {...sortOf({ options, onOption }, { columns, usual: compact ? BY_NAME : LARGEST_FIRST })}
            onRow={(row) => onMarket(row.market)}
            isCurrent={({ coin }) => coin === market.coin}
          />
        );
      }}
    </PanelBody>
  );
}

const keyOf = ({ market }: OverviewRow): string => market;
