import { AppError } from "#core/app-error.ts";
import { asMs, type Ms } from "#core/units.ts";
import type { CsvLine } from "./csv-scanner.ts";
import { cellText, parseDecimal } from "./decimal.ts";
import { inputName, type InputFile } from "./input-file.ts";

/** 2001-09-09, the first instant whose epoch milliseconds have 13 digits: anything below is in another unit. */
const FIRST_MS = 1e12;
/** Newer Binance dumps stamp in microseconds: 16 digits. */
const FIRST_MICROSECONDS = 1e15;
const FIRST_NANOSECONDS = 1e18;
const LOWER_CASE = 0x20;
const LETTER_T = 116;
const LETTER_F = 102;
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?Z?$/;

/** The data row under the cursor. Every accessor throws `bad-input` naming file, line, column and value when the cell is not what it should be. */
export interface TableRow {
  readonly line: number;
  readonly text: (column: number) => string;
  /** A finite number of either sign. */
  readonly number: (column: number) => number;
  readonly positive: (column: number) => number;
  readonly nonNegative: (column: number) => number;
  /** Epoch milliseconds from 13 digits, 16 digits (microseconds, rounded down) or `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly time: (column: number) => Ms;
  /** `true` or `false`, in any case. */
  readonly flag: (column: number) => boolean;
  /** Undefined when the table has no such column or the cell is empty. */
  readonly optional: (column: number | undefined, read: (column: number) => number) => number | undefined;
  /** The error for a fault that lies between cells. */
  readonly fault: (problem: string) => AppError;
}

/** Reads the cells of `line`, whichever line it holds at the moment. `columnNames` are for messages. */
export function createTableRow(file: InputFile, line: CsvLine, columnNames: readonly string[]): TableRow {
  const parse = (column: number): number => parseDecimal(line.bytes, line.starts[column], line.ends[column]);
  const text = (column: number): string => cellText(line.bytes, line.starts[column], line.ends[column]);
  const isEmpty = (column: number): boolean => line.starts[column] === line.ends[column] || text(column) === "";
  const fault = (problem: string): AppError => new AppError("bad-input", `${inputName(file)} line ${line.line}: ${problem}.`);
  const wrong = (column: number, wanted: string): AppError => {
    const value = text(column);
    return fault(`${columnNames[column]} ${value === "" ? `is empty, not ${wanted}` : `must be ${wanted}, not ${JSON.stringify(value.slice(0, 40))}`}`);
  };

  function number(column: number): number {
    const value = parse(column);
    if (Number.isNaN(value)) throw wrong(column, "a number");
    return value;
  }

  return {
    get line() {
      return line.line;
    },
    text,
    number,
    positive(column) {
      const value = number(column);
      if (value <= 0) throw wrong(column, "above 0");
      return value;
    },
    nonNegative(column) {
      const value = number(column);
      if (value < 0) throw wrong(column, "at least 0");
      return value;
    },
    time(column) {
      const value = parse(column);
      const time = Number.isNaN(value) ? parseDateTime(text(column)) : value >= FIRST_MICROSECONDS ? Math.floor(value / 1_000) : value;
      if (!Number.isInteger(time) || time < FIRST_MS || value >= FIRST_NANOSECONDS) throw wrong(column, "a time in epoch milliseconds");
      return asMs(time);
    },
    flag(column) {
      // The first letter decides and the length confirms; ten million trades make no string.
      const letter = line.bytes[line.starts[column]] | LOWER_CASE;
      const length = line.ends[column] - line.starts[column];
      if (letter === LETTER_T && length === 4) return true;
      if (letter === LETTER_F && length === 5) return false;
      throw wrong(column, "true or false");
    },
    optional(column, read) {
      return column === undefined || isEmpty(column) ? undefined : read(column);
    },
    fault,
  };
}

function parseDateTime(text: string): number {
  if (!DATE_TIME.test(text)) return Number.NaN;
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`);
}
