const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const MAX_CELLS = 64;
const MAX_LINE_BYTES = 1 << 16;

/** The line under the cursor; it is overwritten by the next one. Cell `i` is `bytes[starts[i], ends[i])`. */
export interface CsvLine {
  bytes: Uint8Array;
  /** Counted from 1, blank lines included. */
  line: number;
  cells: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface CsvScanner {
  /** Takes the next piece of the file, cut anywhere. */
  push(chunk: Uint8Array): void;
  /** Takes the last line, which need not end in a newline. */
  end(): void;
}

/**
 * Splits a stream of bytes into lines and cells without making strings. Blank lines are passed over.
 * A comma always separates: exchange data have no text that holds one.
 */
export function createCsvScanner(onLine: (line: CsvLine) => void): CsvScanner {
  const line: CsvLine = { bytes: new Uint8Array(0), line: 0, cells: 0, starts: new Int32Array(MAX_CELLS), ends: new Int32Array(MAX_CELLS) };
  let rest: Uint8Array = new Uint8Array(0);

  function scan(bytes: Uint8Array): void {
    line.bytes = bytes;
    let start = 0;
    let cellStart = 0;
    let cells = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === COMMA) {
        if (cells < MAX_CELLS - 1) {
          line.starts[cells] = cellStart;
          line.ends[cells++] = at;
        }
        cellStart = at + 1;
      } else if (byte === NEWLINE) {
        finish(cells, cellStart, at);
        start = cellStart = at + 1;
        cells = 0;
      }
    }
    rest = bytes.subarray(start);
  }

  function finish(cells: number, cellStart: number, newline: number): void {
    const end = newline > cellStart && line.bytes[newline - 1] === RETURN ? newline - 1 : newline;
    line.line++;
    if (cells === 0 && end === cellStart) return;
    line.starts[cells] = cellStart;
    line.ends[cells] = end;
    line.cells = cells + 1;
    onLine(line);
  }

  return {
    push(chunk) {
      scan(rest.length === 0 ? chunk : joined(rest, chunk));
      if (rest.length > MAX_LINE_BYTES) throw new RangeError(`line ${line.line + 1} is longer than ${MAX_LINE_BYTES} bytes`);
    },
    end() {
      if (rest.length > 0) scan(joined(rest, Uint8Array.of(NEWLINE)));
    },
  };
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}
