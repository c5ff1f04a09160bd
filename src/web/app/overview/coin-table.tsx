import { cardColumns, overviewColumns } from "#web/panels/overview/overview-columns.tsx";
import { DataTable, type DataSort } from "#web/ui/data-table.tsx";
import type { OverviewReply, OverviewRow } from "#wire/overview.ts";
import type { OverviewChoice } from "./overview-address.ts";

/** What the list can be sorted by, in words for who has no columns before them. */
const SORT_NAMES: Readonly<Record<string, string>> = {
  coin: "Coin",
  price: "Price",
  change: "Change over a day",
  "open-interest": "Open interest",
  "open-interest-change": "Change of open interest",
  funding: "Funding",
  lean: "Longs below against shorts above",
  below: "Nearest cluster below",
  above: "Nearest cluster above",
  grade: "Reliability",
};
export const SORTS: readonly string[] = [...Object.keys(SORT_NAMES), "day"];

const LARGEST_FIRST: DataSort = { id: "open-interest", descending: true };
const ROW_PX = { desk: 40, phone: 112 };
/** With fewer coins than this all are seen at once. */
const MANY_COINS = 8;

export interface CoinTableProps extends Pick<OverviewReply, "rows" | "asOf"> {
  readonly choice: OverviewChoice;
  readonly onChoice: (patch: { readonly sort?: DataSort; readonly find?: string }) => void;
  readonly hrefOf: (market: string) => string;
  readonly compact: boolean;
}

/** The coins that are looked for: a table on a desk, cards on a phone. */
export function CoinTable({ rows, asOf, choice, onChoice, hrefOf, compact }: CoinTableProps) {
  const sort = choice.sort ?? LARGEST_FIRST;
  const columns = overviewColumns(asOf);
  const found = rows.filter(({ coin }) => coin.toLowerCase().includes(choice.find.trim().toLowerCase()));
  return (
    <div className="coin-table">
      {(compact || rows.length >= MANY_COINS || choice.find !== "") && (
        <div className="coin-table-head">
          {(rows.length >= MANY_COINS || choice.find !== "") && (
            <input
              type="search"
              aria-label="Find a coin"
              placeholder="Find a coin"
              value={choice.find}
              onChange={({ target }) => onChoice({ find: target.value })}
            />
          )}
          {compact && <SortPicker sort={sort} onSort={(next) => onChoice({ sort: next })} />}
        </div>
      )}
      {found.length === 0 ? (
        <p className="panel-state muted">No coin is called “{choice.find}”.</p>
      ) : (
        <DataTable<OverviewRow>
          name="Every coin"
          rows={found}
          columns={compact ? cardColumns(asOf) : columns}
          {...(compact && { unseen: columns.filter(({ id }) => id !== "coin") })}
          keyOf={keyOf}
          rowPx={compact ? ROW_PX.phone : ROW_PX.desk}
          sort={sort}
          onSort={(next) => onChoice({ sort: next })}
          hrefOf={({ market }) => hrefOf(market)}
        />
      )}
      {!compact && (
        <p className="coin-table-foot muted">
          Modelled estimate, each coin over all its exchanges. Clusters: the nearest that is at least a quarter of the largest of its side. Longs : shorts: what
          would be forced within 5 % of the price. Grade: how far what the map is made from can be relied on, A to D.
        </p>
      )}
    </div>
  );
}

function SortPicker({ sort, onSort }: { readonly sort: DataSort; readonly onSort: (sort: DataSort) => void }) {
  return (
    <>
      <select aria-label="Sort by" value={sort.id} onChange={({ target }) => onSort({ ...sort, id: target.value })}>
        {Object.entries(SORT_NAMES).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="picker"
        aria-label={sort.descending ? "Largest first" : "Smallest first"}
        onClick={() => onSort({ ...sort, descending: !sort.descending })}
      >
        <span aria-hidden="true">{sort.descending ? "▼" : "▲"}</span>
      </button>
    </>
  );
}

const keyOf = ({ market }: OverviewRow): string => market;
