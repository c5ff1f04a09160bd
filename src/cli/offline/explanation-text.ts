import type { ExplainedPart, Explanation } from "#engine/explain/explanation.ts";

const MOST_LINES = 15;

/** An explanation as a table that a person reads; the whole of it is in the JSON. */
export function explanationText(name: string, { time, side, priceLow, priceHigh, usd, explainedUsd, parts, rest }: Explanation): string {
  const head = `${name} at ${new Date(time).toISOString()}: ${money(usd)} of ${side}s liquidate from ${price(priceLow)} to ${price(priceHigh)} (estimate)`;
  if (parts.length === 0) return `${head}\n`;
  const shown = parts.slice(0, MOST_LINES);
  const others = rest.parts + parts.length - shown.length;
  const othersUsd = explainedUsd - shown.reduce((sum, { usdNow }) => sum + usdNow, 0);
  const { model, validFrom, maintenanceRate, positionUsd, source } = shown[0].marginRule;
  const since = validFrom > 0 ? ` since ${new Date(validFrom).toISOString().slice(0, 10)}` : "";
  return [
    head,
    "",
    aligned([HEADINGS, ...shown.map(line)]),
    ...(others > 0 ? [`and ${others} smaller parts, ${money(othersUsd)}`] : []),
    "",
    `sums to ${money(explainedUsd)}, ${((100 * explainedUsd) / usd).toFixed(3)} % of the cell`,
    `margin rule of the first: ${model}${since}, ${(100 * maintenanceRate).toFixed(2)} % maintenance at ${money(positionUsd)} (${source})`,
    "",
  ].join("\n");
}

const HEADINGS = ["entered (UTC)", "around", "leverage", "opened", "held on", "stayed near", "scaled", "now", "open interest then", "mostly"];

function line({ entryFrom, entryPrice, leverage, openedUsd, survival, usdNow, openInterestChangeUsd, byOpening }: ExplainedPart): readonly string[] {
  const [why] = Object.entries(byOpening).sort(([, a], [, b]) => b - a)[0];
  return [
    why === "first-book" ? "not on record" : new Date(entryFrom).toISOString().slice(0, 13).replace("T", " ") + "h",
    price(entryPrice),
    `${leverage}x`,
    money(openedUsd),
    percent(survival.holding),
    percent(survival.approach),
    percent(survival.scaling),
    money(usdNow),
    `${openInterestChangeUsd < 0 ? "" : "+"}${money(openInterestChangeUsd)}`,
    why.replaceAll("-", " "),
  ];
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column]))).join("  ")).join("\n");
}

const money = (usd: number): string => {
  const size = Math.abs(usd);
  const [unit, suffix] = size >= 1e9 ? [1e9, "B"] : size >= 1e6 ? [1e6, "M"] : size >= 1e3 ? [1e3, "k"] : [1, ""];
  return `${usd < 0 ? "-" : ""}$${(size / unit).toPrecision(3)}${suffix}`;
};
const price = (value: number): string => String(Number(value.toPrecision(6)));
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
