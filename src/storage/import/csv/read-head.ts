import { createCsvScanner } from "./csv-scanner.ts";
import type { InputFile } from "./input-file.ts";
import { readInput } from "./read-input.ts";
import { lineCells } from "./table-columns.ts";

/** The cells of the first lines of a file, a header included, as text. */
export async function readHead(file: InputFile, maxLines: number): Promise<readonly (readonly string[])[]> {
  const lines: string[][] = [];
  const scanner = createCsvScanner((line) => {
    if (lines.length < maxLines) lines.push(lineCells(line));
  });
  for await (const chunk of readInput(file, () => {})) {
    scanner.push(chunk);
    if (lines.length >= maxLines) return lines;
  }
  scanner.end();
  return lines;
}
