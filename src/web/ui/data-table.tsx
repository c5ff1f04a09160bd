import "#web/styles/data-table.css";
import { type ColumnDef, type RowData, createSortedRowModel, functionalUpdate, rowSortingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { visibleRows } from "./visible-rows.ts";

export interface DataColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** What the title means, for who asks. */
  readonly hint?: string;
  /** What it is sorted by; null and undefined come last. */
  readonly value: (row: Row) => number | string | null | undefined;
  readonly cell: (row: Row) => ReactNode;
  /** Words to the left, figures to the right. */
  readonly align?: "left" | "right";
  /** Which way the first press sorts. Default: largest first. */
  readonly firstSort?: "ascending" | "descending";
}

export interface DataSort {
  /** Of a column. */
  readonly id: string;
  readonly descending: boolean;
}

export interface DataTableProps<Row> {
  /** For screen readers. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  /** Height of every row, CSS pixels. */
  readonly rowPx: number;
  readonly sort: DataSort;
  /** Keeps the sort outside: `sort` is then what it is, not only what it begins with. */
  readonly onSort?: (sort: DataSort) => void;
  /** Columns that it can be sorted by and that are not drawn. */
  readonly unseen?: readonly DataColumn<Row>[];
  /** A row was chosen, by pointer or by the button in its first cell. */
  readonly onRow?: (row: Row) => void;
  /** Where a row leads, instead of `onRow`: its first cell is a link. */
  readonly hrefOf?: (row: Row) => string;
  /** The row under the pointer or with the focus; undefined when it leaves them all. */
  readonly onPointed?: (row: Row | undefined) => void;
  readonly isCurrent?: (row: Row) => boolean;
}

const FEATURES = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** A table that sorts by any column and draws only the rows that are seen. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { name, rows, columns, unseen, keyOf, rowPx, onRow, hrefOf, onPointed, isCurrent } = props;
  const [own, setOwn] = useState(props.sort);
  const { id: sortedBy, descending } = props.onSort ? props.sort : own;
  const sorting = useMemo(() => [{ id: sortedBy, desc: descending }], [sortedBy, descending]);
  const table = useTable({
    features: FEATURES,
    data: rows,
    columns: useMemo(() => [...columns, ...(unseen ?? [])].map(definitionOf), [columns, unseen]),
    getRowId: keyOf,
    state: { sorting },
    onSortingChange(change) {
      const [{ id, desc }] = functionalUpdate(change, sorting);
      (props.onSort ?? setOwn)({ id, descending: desc });
    },
    enableSortingRemoval: false,
    enableMultiSort: false,
  });
  const { scroller, ...view } = useScrolled();
  const sorted = table.getRowModel().rows;
  const { first, end } = visibleRows({ ...view, rowPx, count: sorted.length });
  return (
    <div className="data-table" ref={scroller} tabIndex={0} role="region" aria-label={name}>
      <table aria-label={name} aria-rowcount={sorted.length + 1}>
        <thead>
          <tr>
            {columns.map((column) => {
              const header = table.getColumn(column.id);
              return <Heading key={column.id} column={column} sorted={header?.getIsSorted() ?? false} onSort={() => header?.toggleSorting()} />;
            })}
          </tr>
        </thead>
        <tbody onPointerLeave={() => onPointed?.(undefined)} onBlur={() => onPointed?.(undefined)} onKeyDown={walkRows}>
          <Spacer heightPx={first * rowPx} span={columns.length} />
          {sorted.slice(first, end).map(({ id, original }, at) => (
            <tr
              key={id}
              aria-rowindex={first + at + 2}
              style={{ height: rowPx }}
              data-chooses={onRow !== undefined || hrefOf !== undefined}
              aria-current={isCurrent?.(original) ?? false}
              onClick={hrefOf ? followLink : () => onRow?.(original)}
              onPointerEnter={() => onPointed?.(original)}
              onFocus={() => onPointed?.(original)}
            >
              {columns.map((column, place) => (
                <td key={column.id} data-align={column.align ?? "right"}>
                  {place > 0 || !(onRow ?? hrefOf) ? (
                    column.cell(original)
                  ) : hrefOf ? (
                    <a className="data-table-choose" href={hrefOf(original)}>
                      {column.cell(original)}
                    </a>
                  ) : (
                    <button type="button" className="data-table-choose">
                      {column.cell(original)}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
          <Spacer heightPx={(sorted.length - end) * rowPx} span={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Up and down from a row's button or link to its neighbour's. */
function walkRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const side = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" } as const;
  const way = event.key === "ArrowDown" || event.key === "ArrowUp" ? side[event.key] : undefined;
  const row = event.target instanceof Element && way ? event.target.closest("tr")?.[way] : undefined;
  const next = row?.querySelector<HTMLElement>(".data-table-choose");
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** A press beside a row's link is one on the link, held keys included. */
function followLink(event: MouseEvent<HTMLTableRowElement>): void {
  if (event.target instanceof Element && event.target.closest("a")) return;
  const { ctrlKey, metaKey, shiftKey } = event;
  event.currentTarget.querySelector("a")?.dispatchEvent(new window.MouseEvent("click", { ctrlKey, metaKey, shiftKey, cancelable: true }));
}

interface HeadingProps<Row> {
  readonly column: DataColumn<Row>;
  readonly sorted: false | "asc" | "desc";
  readonly onSort: () => void;
}

function Heading<Row>({ column: { title, hint, align = "right" }, sorted, onSort }: HeadingProps<Row>) {
  return (
    <th scope="col" data-align={align} aria-sort={sorted === false ? "none" : sorted === "asc" ? "ascending" : "descending"}>
      <button type="button" className="data-table-sort" title={hint} onClick={onSort}>
        {title}
        <span className="data-table-arrow" aria-hidden="true">
          {sorted === false ? "" : sorted === "asc" ? "▲" : "▼"}
        </span>
      </button>
    </th>
  );
}

/** Stands for the rows that are not drawn. */
const Spacer = ({ heightPx, span }: { readonly heightPx: number; readonly span: number }) =>
  heightPx > 0 ? (
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height: heightPx, padding: 0 }} />
    </tr>
  ) : null;

function definitionOf<Row extends RowData>({ id, value, firstSort = "descending" }: DataColumn<Row>): ColumnDef<typeof FEATURES, Row> {
  return { id, accessorFn: (row: Row) => value(row) ?? undefined, sortUndefined: "last", sortDescFirst: firstSort === "descending" };
}

/** Before the page has been laid out. */
const ASSUMED_HEIGHT_PX = 600;

function useScrolled() {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ topPx: 0, heightPx: ASSUMED_HEIGHT_PX });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () => setView({ topPx: element.scrollTop, heightPx: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  return { scroller, ...view };
}
