import "#web/styles/changes.css";
import { type PanelProps, valueOf } from "#web/panels/panel.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { sortOf } from "#web/panels/panel-sort.ts";
import { DataTable } from "#web/ui/data-table.tsx";
import { CHANGED_BY, type ClusterChange, bookChanges } from "./book-changes.ts";
import { changeColumns } from "./change-columns.tsx";
import { ChangeSentence } from "./change-sentence.tsx";
import { SincePicker } from "./since-picker.tsx";

const ROW_PX = { desk: 30, phone: 48 };
const LARGEST_FIRST = { id: "change", descending: true };
const REACH = 0.2;

/** What became of the market on screen since an instant that the person chooses. */
export function Changes({ market, data, filters, compact, since, onSince, options, onOption, picked, onPick, onPointed }: PanelProps<"book" | "earlier">) {
  return (
    <div className="changes">
      <SincePicker since={since} earlier={valueOf(data.earlier)} stored={{ firstMs: market.firstTime ?? 0, lastMs: market.lastTime ?? 0 }} onSince={onSince} />
      <PanelBody of={data.book}>
        {(book) => (
          <PanelBody of={data.earlier}>
            {(earlier) => {
              const columns = changeColumns({ tickSize: market.tickSize, compact });
              const { changes, unchanged } = bookChanges(earlier.book, book, { filters, traded: earlier.traded, reach: REACH });
              return (
                <>
                  <ChangeSentence earlier={earlier} tickSize={market.tickSize} layer={book.layer} />
                  {changes.length === 0 ? (
                    <p className="panel-state muted">
                      No cluster within ±{REACH * 100} % of the price has changed by {CHANGED_BY * 100} % or more
                      {unchanged > 0 && `: ${unchanged} stand as they stood`}.
                    </p>
                  ) : (
                    <DataTable<ClusterChange>
                      name={`What changed in ${market.coin}`}
                      rows={changes}
                      columns={columns}
                      keyOf={keyOf}
                      rowPx={compact ? ROW_PX.phone : ROW_PX.desk}
                      {...sortOf({ options, onOption }, { columns, usual: LARGEST_FIRST })}
                      onRow={(row) => onPick(isPicked(row, picked) ? undefined : row)}
                      onPointed={onPointed}
                      isCurrent={(row) => isPicked(row, picked)}
                    />
                  )}
                </>
              );
            }}
          </PanelBody>
        )}
      </PanelBody>
    </div>
  );
}

const isPicked = ({ side, price }: ClusterChange, picked: PanelProps<"book">["picked"]): boolean => picked?.side === side && picked.price === price;

const keyOf = ({ key }: ClusterChange): string => key;
