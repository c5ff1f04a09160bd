import { type BandTally, DISTANCE_EDGES, NOMINAL_LEVELS, SIZE_EDGES } from "#engine/score/band-calibration.ts";
import { type Section, fixed, picture, table } from "./section.ts";
import { linePlot } from "./svg-plot.ts";
import type { ContenderSummary } from "./world-summary.ts";

const PLOT = "bands.svg";

/** Whether the stated bands hold what they say: overall, by distance, by size and at every nominal level. Empty when none were stated. */
export function bandsPart({ mean, bands, worlds }: ContenderSummary): { readonly text: readonly string[]; readonly images: Section["images"] } {
  if (bands === undefined) return { text: [], images: {} };
  const inWorlds = Object.values(worlds).flatMap(({ bandCoverage }) => bandCoverage ?? []);
  const text = [
    `**Calibration.** The stated p10-p90 band of a 20-bps bin should hold the truth 80 times in a hundred. It holds ${percent(mean.bandCoverage)} of all bins (${percent(Math.min(...inWorlds))} in the worst world, ${percent(Math.max(...inWorlds))} in the best: a world is off as a whole), and ${percent(mean.bandCoverageOfLargest)} of the tenth of bins that truly hold most. These were picked by their truth and so lie high in their bands: were every band exactly right, and its bin's truth drawn from it, the band would hold ${percent(mean.largestIfBandsWereRight)} of them, not 80. Bins that are picked by their estimate are in the second table. ` +
      "Widths were fitted to other worlds (seeds `bands-1` to `bands-7` and `c5-01` to `c5-08`).",
    "",
    table(
      ["bins by distance from mark", "in band", "below", "above", "bins"],
      bands.byDistance.map((tally, at) => tallyRow(`${fixed(DISTANCE_EDGES[at] * 100, 0)}-${fixed(DISTANCE_EDGES[at + 1] * 100, 0)} %`, tally)),
    ),
    "",
    table(
      ["bins by estimated share of open interest", "in band", "below", "above", "bins"],
      bands.bySize.map((tally, at) => tallyRow(sizeName(at), tally)),
    ),
    "",
    picture(PLOT, "Share of bins whose truth lies below each stated quantile"),
    "",
  ];
  return { text, images: { [PLOT]: calibrationPlot(bands) } };
}

const tallyRow = (name: string, { bins, inside, below, above }: BandTally): readonly string[] => [
  name,
  ...[inside, below, above].map((count) => (bins > 0 ? percent(count / bins) : "-")),
  String(bins),
];

const percent = (share: number | null): string => `${fixed((share ?? 0) * 100, 0)} %`;

const sizeName = (at: number): string => {
  const [low, high] = [SIZE_EDGES[at] * 100, SIZE_EDGES[at + 1] * 100].map((edge) => String(Number(edge.toPrecision(3))));
  return SIZE_EDGES[at + 1] === Infinity ? `above ${low} %` : `${low}-${high} %`;
};

function calibrationPlot({ below, bins }: { readonly below: readonly number[]; readonly bins: number }): string {
  return linePlot({
    title: "Share of bins whose truth lies below each stated quantile, %",
    xName: "stated quantile, %",
    series: [
      { name: "estimate", points: NOMINAL_LEVELS.map((level, at) => [level * 100, (below[at] / bins) * 100] as const) },
      { name: "as stated", points: NOMINAL_LEVELS.map((level) => [level * 100, level * 100] as const) },
    ],
  });
}
