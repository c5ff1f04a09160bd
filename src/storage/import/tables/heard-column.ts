import type { Late } from "#core/events.ts";
import type { Ms } from "#core/units.ts";
import type { TableRow } from "#storage/import/csv/table-row.ts";
import type { RequiredColumns } from "./table-format.ts";

/** When a row was heard that came too late for the step of its own time; empty: in time. Rows of such a table follow each other as they became known. */
export const HEARD_COLUMN = "heard_at_ms";

/** Reads {@link HEARD_COLUMN} of a row into the event that is made of it. */
export function heardIn(columns: RequiredColumns): (row: TableRow, time: Ms) => { readonly heardAt?: Late } {
  const column = columns.at(HEARD_COLUMN);
  return (row, time) => {
    if (column === undefined || row.text(column) === "") return {};
    const heardAt = row.time(column);
    if (heardAt < time) throw row.fault(`${HEARD_COLUMN} ${heardAt} is before its own time ${time}`);
    return { heardAt };
  };
}
