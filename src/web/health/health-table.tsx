import type { Tone } from "./venues.ts";

export interface HealthRow {
  readonly key: string;
  readonly tone: Tone;
  /** One text a column; the first names the row. */
  readonly cells: readonly string[];
  /** What is wrong, in words. */
  readonly note?: string | undefined;
}

/** A plain table; on a phone every row is a card that names its figures. */
export function HealthTable({ name, columns, rows }: { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly HealthRow[] }) {
  return (
    <table className="health-table" aria-label={name}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {rows.map(({ key, tone, cells, note }) => (
        <tbody key={key} data-tone={tone}>
          <tr>
            {cells.map((text, i) =>
              i === 0 ? (
                <th key={columns[i]} scope="row">
                  <span className="dot" data-tone={tone} />
                  {text}
                </th>
              ) : (
                <td key={columns[i]} data-name={columns[i]}>
                  {text}
                </td>
              ),
            )}
          </tr>
          {note && (
            <tr className="health-note">
              <td colSpan={columns.length}>{note}</td>
            </tr>
          )}
        </tbody>
      ))}
    </table>
  );
}
