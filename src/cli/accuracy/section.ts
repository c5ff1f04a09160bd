import type { Interval } from "#engine/score/block-bootstrap.ts";

/** A part of the accuracy page. */
export interface Section {
  readonly text: string;
  /** SVG text by file name; `text` links to them under IMAGES. */
  readonly images: Readonly<Record<string, string>>;
  /** What was found not to be better than something simple, one sentence each. */
  readonly shortfalls: readonly string[];
}

/** Folder of the page's pictures, from the page. */
export const IMAGES = "images/accuracy";

export const picture = (file: string, says: string): string => `![${says}](${IMAGES}/${file})`;

/** Columns are padded as the formatter pads them. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((cells) => cells[column].length)));
  const lineOf = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [lineOf(header), lineOf(widths.map((width) => "-".repeat(width))), ...rows.map(lineOf)].join("\n");
}

export const fixed = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined || !Number.isFinite(value) ? "-" : value.toFixed(digits);

export const withInterval = ({ value, low, high }: Interval, digits: number): string =>
  `${fixed(value, digits)} [${fixed(low, digits)}, ${fixed(high, digits)}]`;

/** What an interval of a lift (above zero is better) says about being better. */
export function verdict({ low, high }: Interval): "better" | "not clearly better" | "worse" {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "not clearly better";
}

export const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
