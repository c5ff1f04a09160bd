import { formatSort, parseSort } from "#web/ui/data-sort.ts";
import type { DataColumn, DataSort, DataTableProps } from "#web/ui/data-table.tsx";
import type { Need, PanelProps } from "./panel.ts";

interface Sortable<Row> {
  readonly columns: readonly DataColumn<Row>[];
  /** As it begins. */
  readonly usual: DataSort;
}

/** How a panel's table is sorted: one of the panel's options, so part of the link. */
export function sortOf<Row>({ options, onOption }: Pick<PanelProps<Need>, "options" | "onOption">, { columns, usual }: Sortable<Row>) {
  const sort = parseSort(
    options["sort"],
    columns.map(({ id }) => id),
  );
  return { sort: sort ?? usual, onSort: (next) => onOption("sort", formatSort(next)) } satisfies Pick<DataTableProps<Row>, "sort" | "onSort">;
}
