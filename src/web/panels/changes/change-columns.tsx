import type { DataColumn } from "#web/ui/data-table.tsx";
import { formatChange, formatPrice, formatUsd } from "#web/ui/format.ts";
import type { ChangeKind, ClusterChange } from "./book-changes.ts";

/** Which way each goes, beside its word: never colour alone. */
const KINDS: Readonly<Record<ChangeKind, string>> = { appeared: "+ appeared", grew: "▲ grew", shrank: "▼ shrank", swept: "◇ swept", faded: "− faded" };

const COMPACT = new Set(["kind", "price", "change"]);

export function changeColumns({ tickSize, compact }: { readonly tickSize: number; readonly compact: boolean }): readonly DataColumn<ClusterChange>[] {
  const columns: readonly DataColumn<ClusterChange>[] = [
    {
      id: "kind",
      title: "Change",
      hint: "Swept: price went through it. Faded: it stands out no more, and price was not there",
      align: "left",
      firstSort: "ascending",
      value: ({ kind }) => kind,
      cell: ({ kind, side }) => (
        <>
          {KINDS[kind]} <span className={`${side}s`}>{side}s</span>
        </>
      ),
    },
    {
      id: "price",
      title: "Price",
      value: ({ price }) => price,
      cell: ({ price, distance }) => (
        <span className={compact ? "stacked" : "stacked-wide"}>
          <span className="figure">{formatPrice(price, tickSize)}</span>
          {compact && <span className="figure muted">{formatChange(distance)}</span>}
        </span>
      ),
    },
    {
      id: "distance",
      title: "Distance",
      hint: "From the price that is shown; sorted by how near it is",
      firstSort: "ascending",
      value: ({ distance }) => Math.abs(distance),
      cell: ({ distance }) => <span className="figure">{formatChange(distance)}</span>,
    },
    { id: "then", title: "Then", value: ({ usdThen }) => usdThen, cell: ({ usdThen }) => <span className="figure muted">{formatUsd(usdThen)}</span> },
    { id: "now", title: "Now", value: ({ usdNow }) => usdNow, cell: ({ usdNow, side }) => <strong className={`figure ${side}s`}>{formatUsd(usdNow)}</strong> },
    {
      id: "change",
      title: compact ? "Then → now" : "More or less",
      hint: "Between the edges of the cluster; sorted by how much",
      value: ({ usdThen, usdNow }) => Math.abs(usdNow - usdThen),
      cell: ({ usdThen, usdNow, side }) =>
        compact ? (
          <span className="stacked">
            <strong className={`figure ${side}s`}>{formatUsd(usdNow)}</strong>
            <span className="figure muted">{formatUsd(usdThen)} then</span>
          </span>
        ) : (
          <span className="figure">{moved(usdNow - usdThen)}</span>
        ),
    },
  ];
  return compact ? columns.filter(({ id }) => COMPACT.has(id)) : columns;
}

const moved = (usd: number): string => `${usd < 0 ? "−" : "+"}${formatUsd(Math.abs(usd))}`;
