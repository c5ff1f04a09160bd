import type { Interval } from "#engine/score/block-bootstrap.ts";
import type { MapMeasure } from "#engine/score/map-score.ts";
import { bandsPart } from "./bands-part.ts";
import type { Contender } from "./contender.ts";
import { MEASURE_COLUMNS } from "./measure-columns.ts";
import { type Section, fixed, picture, table, verdict } from "./section.ts";
import { dotPlot, linePlot } from "./svg-plot.ts";
import { type ContenderSummary, advantage } from "./world-summary.ts";

const LEARNT: readonly { readonly measure: MapMeasure; readonly file: string; readonly title: string }[] = [
  { measure: "overlap", file: "learning-overlap.svg", title: "Overlap by day of the market" },
  { measure: "rankCorrelation", file: "learning-rank.svg", title: "Rank correlation by day of the market" },
  { measure: "earthMoverBps", file: "learning-earth-mover.svg", title: "Earth mover's distance (bps) by day of the market" },
];
/** These would flatten the plots of learning for everybody else. */
const NOT_PLOTTED: ReadonlySet<string> = new Set(["volume profile"]);

export interface WorldResults {
  readonly seeds: readonly string[];
  readonly days: number;
  readonly summaries: readonly ContenderSummary[];
  readonly contenders: readonly Contender[];
}

/** How the estimate does where the truth is known in full. */
export function worldsSection({ seeds, days, summaries, contenders }: WorldResults): Section {
  const estimate = summaries[0];
  const kindOf = (name: string) => contenders.find((contender) => contender.name === name)?.kind;
  const others = summaries.filter(({ name }) => kindOf(name) === "baseline");
  const ablations = summaries.filter(({ name }) => kindOf(name) === "ablation");
  const bands = bandsPart(estimate);
  const text = [
    "## Simulated truth",
    "",
    `${seeds.length} simulated markets (BTC, ${days} days, seeds \`${seeds[0]}\` to \`${seeds[seeds.length - 1]}\`). Leverage mix, holding times, cross and maker share, momentum, stops, volatility and the feed's coverage are drawn anew for each, over wide ranges ([simulator](simulator.md)).`,
    "The estimate sees what an exchange publishes: candles, mark, open interest every 5 minutes, funding, and a feed of at most one liquidation a second. Its map is compared with every open position at four instants a day of the second week, " +
      `per side, within 20 % of mark in bins of 20 bps (${estimate.scored} comparisons each); the first week is for learning. Means over sides and instants of a world, then over worlds.`,
    "",
    table(
      ["", ...MEASURE_COLUMNS.map(({ name }) => name)],
      summaries.map((summary) => [
        nameOf(summary.name, kindOf(summary.name)),
        ...MEASURE_COLUMNS.map(({ measure, digits }) => fixed(summary.mean[measure], digits)),
      ]),
    ),
    "",
    `Longs and shorts apart (longs / shorts), the estimate has ${sidesText(estimate)}.`,
    "",
    MEANINGS,
    "",
    ...LEARNT.flatMap(({ file, title }) => [picture(file, title), ""]),
    picture("worlds.svg", "Overlap in each world"),
    "",
    ...bands.text,
    ...(ablations.length > 0 ? [ablationText(estimate, ablations), ""] : []),
  ].join("\n");
  return {
    text,
    images: {
      ...Object.fromEntries(LEARNT.map(({ measure, file, title }) => [file, learningPlot(title, measure, summaries)])),
      "worlds.svg": worldsPlot(estimate, summaries),
      ...bands.images,
    },
    shortfalls: others.flatMap((other) => shortfallsAgainst(estimate, other)),
  };
}

const MEANINGS = [
  "- _overlap_: shared share of the two maps after both are scaled to one; _near_: the same within 6 % of mark.",
  "- _rank correlation_: Spearman over bins. _Local structure_: correlation after taking a running mean over 100 bps away from both.",
  "- _earth mover_: how far the estimate's dollars have to be moved, on average, to become the truth.",
  "- _top-10 hits_: share of the ten largest true bins with one of the estimate's ten largest within one bin.",
  "- _size of ln scale_: ln(estimated / true total), without its sign; 0.69 is a factor of two either way.",
  "- _uniform map_: open interest spread evenly within 20 %. _Volume profile_: a week's volume by price, scaled to open interest. _Static tiers_: what published heatmaps draw, equal parts at 5, 10, 25, 50 and 100x exactly 1/leverage from entry until price has been there, from traded volume or from rises of open interest.",
  "- _oracle_: the same engine told how the people of that world trade. What it does not reach, this engine does not reach by learning either.",
].join("\n");

const sidesText = ({ sides: [long, short] }: ContenderSummary): string =>
  MEASURE_COLUMNS.map(({ measure, name, digits }) => `${name} ${fixed(long[measure], digits)} / ${fixed(short[measure], digits)}`).join(", ");

const nameOf = (name: string, kind: Contender["kind"] | undefined): string => (kind === "estimate" ? `**${name}**` : name);

function learningPlot(title: string, measure: MapMeasure, summaries: readonly ContenderSummary[]): string {
  const series = summaries
    .filter(({ name }) => !NOT_PLOTTED.has(name))
    .map(({ name, days }) => ({ name, points: days.flatMap((means, at) => (means[measure] === null ? [] : [[at + 1, means[measure]] as const])) }));
  return linePlot({ title, xName: "day", series });
}

function worldsPlot(estimate: ContenderSummary, summaries: readonly ContenderSummary[]): string {
  const shown = summaries.filter(({ name }) => !NOT_PLOTTED.has(name));
  const dots = Object.keys(estimate.worlds).flatMap((world) =>
    shown.flatMap(({ name, worlds }) =>
      typeof worlds[world]?.overlap === "number" ? [{ label: world, group: name, interval: exactly(worlds[world].overlap) }] : [],
    ),
  );
  return dotPlot({ title: "Overlap in each world, second week", dots });
}

const exactly = (value: number): Interval => ({ value, low: value, high: value });

function ablationText(estimate: ContenderSummary, ablations: readonly ContenderSummary[]): string {
  const rows = ablations.map((ablation) => [
    ablation.name,
    ...MEASURE_COLUMNS.map(({ measure, digits }) => {
      const gain = advantage(estimate, ablation, measure);
      return gain === undefined ? "-" : `${gain.value >= 0 ? "+" : ""}${fixed(gain.value, digits)} (${gain.better}/${gain.of})`;
    }),
  ]);
  return `What each part buys: how much better the estimate is than itself without the part (positive is better, whatever the measure), and in how many worlds. _Without cohorts_ everybody holds as long as the fast and the slow do on average; _without path order_ a minute sweeps before anything of it opens.\n\n${table(["", ...MEASURE_COLUMNS.map(({ name }) => name)], rows)}`;
}

function shortfallsAgainst(estimate: ContenderSummary, other: ContenderSummary): readonly string[] {
  return MEASURE_COLUMNS.flatMap(({ measure, name, digits }) => {
    const gain = advantage(estimate, other, measure);
    if (gain === undefined || verdict(gain) === "better") return [];
    return `Simulated truth, ${name}: ${verdict(gain)} than _${other.name}_ (${fixed(estimate.mean[measure], digits)} against ${fixed(other.mean[measure], digits)}; better in ${gain.better} of ${gain.of} worlds).`;
  });
}
