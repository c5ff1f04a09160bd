import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCsvScanner } from "./csv-scanner.ts";
import { lineCells } from "./table-columns.ts";

function scan(chunks: readonly Uint8Array[]): { line: number; cells: string[] }[] {
  const lines: { line: number; cells: string[] }[] = [];
  const scanner = createCsvScanner((line) => lines.push({ line: line.line, cells: lineCells(line) }));
  for (const chunk of chunks) scanner.push(chunk);
  scanner.end();
  return lines;
}

describe("the CSV scanner", () => {
  test("counts lines from 1, passes over blank ones and takes a last line without a newline", () => {
    expect(scan([Buffer.from("a,b\r\n\r\n1,\n\n2,3")])).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 3, cells: ["1", ""] },
      { line: 5, cells: ["2", "3"] },
    ]);
  });

  test("takes away a byte order mark, blanks and quotes around a cell", () => {
    expect(scan([Buffer.from('\uFEFF"time", price \n')])).toEqual([{ line: 1, cells: ["time", "price"] }]);
  });

  test("gives the same cells however the bytes are cut", () => {
    const cell = fc.string({ unit: fc.constantFrom("0", "9", ".", "-", "é", "x"), maxLength: 6 });
    const text = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 8 }).map((rows) => rows.map((row) => row.join(",")).join("\r\n"));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { maxLength: 12 }), (text, cuts) => {
        const bytes = Buffer.from(text);
        const edges = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        expect(scan(edges.slice(1).map((end, index) => bytes.subarray(edges[index], end)))).toEqual(scan([bytes]));
      }),
    );
  });

  test("refuses a line without an end instead of holding it all", () => {
    expect(() => scan(Array.from({ length: 3 }, () => Buffer.alloc(40_000, "x")))).toThrow(/line 1 is longer than 65536 bytes/);
  });
});
