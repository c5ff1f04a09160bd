import type { Interval } from "#engine/score/block-bootstrap.ts";

/** Plots for documents: plain SVG text, the same for the same numbers. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LinePlot {
  readonly title: string;
  readonly xName: string;
  readonly series: readonly Series[];
}

/** A value with its interval, in a row of a dot plot (dots with one label share it), and the group that its colour stands for. */
export interface Dot {
  readonly label: string;
  readonly group: string;
  readonly interval: Interval;
}

export interface DotPlot {
  readonly title: string;
  readonly dots: readonly Dot[];
  /** Drawn as a line to compare with. */
  readonly reference?: number;
}

/** Distinguishable with every common colour blindness (Okabe and Ito). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#666666"];
const WIDTH = 720;
const LINE_HEIGHT = 300;
const ROW = 22;
const BAR_DISTANCE = 8;
const MARGIN = { top: 34, bottom: 40, left: 56, label: 290, right: 20 } as const;
const LEGEND_ROW = 16;

/** Lines over x with a legend below. */
export function linePlot({ title, xName, series }: LinePlot): string {
  const points = series.flatMap((one) => one.points);
  const x = scaleOf(
    points.map(([value]) => value),
    { from: MARGIN.left, to: WIDTH - MARGIN.right },
  );
  const bottom = LINE_HEIGHT - MARGIN.bottom;
  const y = scaleOf(
    points.map(([, value]) => value),
    { from: bottom, to: MARGIN.top },
  );
  const lines = series.map(({ points }, i) => {
    const path = points.map(([px, py]) => `${round(x.at(px))},${round(y.at(py))}`).join(" ");
    return `<polyline points="${path}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="${i === 0 ? 2.5 : 1.5}"/>`;
  });
  return document(title, LINE_HEIGHT + LEGEND_ROW * Math.ceil(series.length / 2), [
    ...y.ticks.map(
      (tick) =>
        `<path d="M${MARGIN.left} ${round(y.at(tick))}H${WIDTH - MARGIN.right}" stroke="#ddd"/>${label(MARGIN.left - 6, y.at(tick) + 4, text(tick), "end")}`,
    ),
    ...x.ticks.map((tick) => label(x.at(tick), bottom + 16, text(tick), "middle")),
    label((MARGIN.left + WIDTH - MARGIN.right) / 2, bottom + 32, xName, "middle"),
    ...lines,
    ...legend(
      series.map(({ name }) => name),
      LINE_HEIGHT + 8,
    ),
  ]);
}

/** One row per label, to its left; intervals as bars. */
export function dotPlot({ title, dots, reference }: DotPlot): string {
  const groups = [...new Set(dots.map(({ group }) => group))];
  const labels = [...new Set(dots.map(({ label }) => label))];
  const values = [...dots.flatMap(({ interval: { value, low, high } }) => [value, low, high]), ...(reference === undefined ? [] : [reference])];
  const x = scaleOf(values, { from: MARGIN.label, to: WIDTH - MARGIN.right });
  // Bars of one row lie below each other, else one would hide the other.
  const apart = dots.some(({ interval: { low, high } }) => high > low) && labels.length < dots.length ? BAR_DISTANCE : 0;
  const rowHeight = Math.max(ROW, apart * (groups.length + 1));
  const bottom = MARGIN.top + labels.length * rowHeight;
  const rowAt = (index: number) => MARGIN.top + (index + 0.5) * rowHeight;
  const marks = dots.map(({ label: name, group, interval: { value, low, high } }) => {
    const y = round(rowAt(labels.indexOf(name)) + (groups.indexOf(group) - (groups.length - 1) / 2) * apart);
    const colour = COLOURS[groups.indexOf(group) % COLOURS.length];
    const bar = high > low ? `<path d="M${round(x.at(low))} ${y}H${round(x.at(high))}" stroke="${colour}" stroke-width="2"/>` : "";
    return `${bar}<circle cx="${round(x.at(value))}" cy="${y}" r="3.5" fill="${colour}"/>`;
  });
  const against = reference === undefined ? [] : [`<path d="M${round(x.at(reference))} ${MARGIN.top}V${bottom}" stroke="#000" stroke-dasharray="4 3"/>`];
  return document(title, bottom + MARGIN.bottom + LEGEND_ROW * Math.ceil(groups.length / 2), [
    ...x.ticks.map((tick) => `<path d="M${round(x.at(tick))} ${MARGIN.top}V${bottom}" stroke="#ddd"/>${label(x.at(tick), bottom + 16, text(tick), "middle")}`),
    ...labels.map((name, index) => label(MARGIN.label - 10, rowAt(index) + 4, name, "end")),
    ...against,
    ...marks,
    ...legend(groups, bottom + MARGIN.bottom - 6),
  ]);
}

interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** Round ticks that enclose the values. */
function scaleOf(values: readonly number[], { from, to }: { readonly from: number; readonly to: number }): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const step = tickStep(high > low ? high - low : Math.abs(high) || 1);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { at: (value) => from + ((value / step - first) / (last - first)) * (to - from), ticks };
}

/** 1, 2 or 5 times a power of ten: four to nine steps over a span. */
function tickStep(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const ratio = span / 4 / power;
  return power * (ratio >= 5 ? 5 : ratio >= 2 ? 2 : 1);
}

function legend(names: readonly string[], top: number): readonly string[] {
  return names.map((name, i) => {
    const x = MARGIN.left + (i % 2) * (WIDTH / 2);
    const y = top + Math.floor(i / 2) * LEGEND_ROW;
    return `<rect x="${x}" y="${y - 6}" width="14" height="4" fill="${COLOURS[i % COLOURS.length]}"/>${label(x + 20, y, name, "start")}`;
  });
}

const document = (title: string, height: number, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN.left}" y="20" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    ...parts,
    "</svg>\n",
  ].join("\n");

const label = (x: number, y: number, content: string, anchor: "start" | "middle" | "end"): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;
const text = (value: number): string => String(Number(value.toPrecision(6)));
const round = (value: number): number => Math.round(value * 10) / 10;
const escaped = (content: string): string => content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
