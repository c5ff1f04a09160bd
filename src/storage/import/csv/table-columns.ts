import { AppError } from "#core/app-error.ts";
import type { CsvLine } from "./csv-scanner.ts";
import { cellText } from "./decimal.ts";
import { inputName, type InputFile } from "./input-file.ts";

/** Which columns a table may have. */
export interface TableShape {
  /** All documented columns in their documented order: the order of a file without a header row. */
  readonly columns: readonly string[];
  readonly required: readonly string[];
  /** Columns that may be absent, but whose absence beside a column of unknown name is taken for a renaming. */
  readonly expected?: readonly string[];
}

export interface TableColumns {
  readonly names: readonly string[];
  /** True when the first line is a header and not data. */
  readonly hasHeader: boolean;
  /** Position of a column; undefined when the file does not have it. */
  at(name: string): number | undefined;
}

/** Finds the columns from the first line of a file. A missing or renamed column is `bad-input`. */
export function resolveColumns(file: InputFile, first: CsvLine, shape: TableShape): TableColumns {
  const cells = lineCells(first);
  const hasHeader = isHeader(cells, shape);
  const names = hasHeader ? cells.map((name) => name.toLowerCase()) : shape.columns.slice(0, cells.length);
  const problem = hasHeader ? headerProblem(names, shape) : bareProblem(cells.length, shape);
  if (problem !== undefined) throw new AppError("bad-input", `${inputName(file)} line ${first.line}: ${problem}.`);
  const positions = new Map(names.map((name, position) => [name, position]));
  return { names, hasHeader, at: (name) => positions.get(name) };
}

/** The cells of a line as text. */
export const lineCells = ({ bytes, cells, starts, ends }: CsvLine): string[] =>
  Array.from({ length: cells }, (_, index) => cellText(bytes, starts[index], ends[index]));

/** Names begin with a letter; times, ids and numbers do not. `NaN` in the first cell is a bad value, not a name. */
function isHeader(cells: readonly string[], { columns }: TableShape): boolean {
  if (cells.some((cell) => columns.includes(cell.toLowerCase()))) return true;
  return /^[a-z_]/i.test(cells[0]) && !/^(nan|inf|infinity|null|none)$/i.test(cells[0]);
}

function headerProblem(names: readonly string[], { columns, required, expected = [] }: TableShape): string | undefined {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return `the header names ${repeated} twice`;
  const unknown = names.some((name) => !columns.includes(name));
  const missing = [...required, ...(unknown ? expected : [])].filter((name) => !names.includes(name));
  if (missing.length === 0) return undefined;
  return `the header has no column ${missing.join(", ")} (it has ${names.join(", ")})`;
}

function bareProblem(cells: number, { columns, required, expected = [] }: TableShape): string | undefined {
  const left = columns.slice(cells).filter((name) => required.includes(name) || expected.includes(name));
  if (cells <= columns.length && left.length === 0) return undefined;
  return `there is no header and the row has ${cells} columns, not the documented ${columns.join(",")}`;
}
