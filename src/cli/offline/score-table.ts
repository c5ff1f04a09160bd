import type { SideScore } from "#engine/score/score-report.ts";
import type { HorizonScore } from "./score-horizons.ts";

/** The report as lines for a terminal. */
export function scoreTable(horizons: readonly HorizonScore[]): string {
  return horizons.map(horizonTable).join("\n");
}

function horizonTable({ horizonMs, from, to, sides }: HorizonScore): string {
  const rows: [string, ...string[]][] = [
    ["", ...sides.map(({ side }) => side)],
    ["predicted prints", ...sides.map(({ predictedUsd }) => money(predictedUsd))],
    ["realised prints", ...sides.map(({ realisedUsd }) => money(realisedUsd))],
    ["predicted / realised", ...sides.map(({ predictedOverRealised }) => ratio(predictedOverRealised))],
    ["forced volume, all", ...sides.map(({ forcedUsd }) => money(forcedUsd))],
    ["rank correlation", ...sides.map(({ rankCorrelation }) => interval(rankCorrelation))],
    ["  lift over price range", ...sides.map(({ baselines }) => lift(baselines.priceRange))],
    ["  lift over price memory", ...sides.map(({ baselines }) => lift(baselines.priceMemory))],
    ["  lift over volume profile", ...sides.map(({ baselines }) => lift(baselines.volumeProfile))],
    ["calibration slope (log)", ...sides.map(({ calibrationSlope }) => ratio(calibrationSlope))],
    [
      "log score (over price range)",
      ...sides.map(({ logScore, logScoreOverPriceRange }) =>
        logScore === null || logScoreOverPriceRange === null ? "too few intervals" : `${logScore.toFixed(3)} (${signed(logScoreOverPriceRange)})`,
      ),
    ],
  ];
  const title = `horizon ${spanName(horizonMs)}: ${sides[0].intervals} intervals, ${new Date(from).toISOString().slice(0, 10)} .. ${new Date(to).toISOString().slice(0, 10)}`;
  return [title, ...rows.map(([name, ...cells]) => `  ${name.padEnd(30)}${cells.map((cell) => cell.padStart(26)).join("")}`), ""].join("\n");
}

/** Nothing printed, or too little to fit a slope. */
const ratio = (value: number | null): string => (value !== null && Number.isFinite(value) ? value.toFixed(2) : "cannot be said");
const signed = (value: number): string => `${value >= 0 ? "+" : ""}${value.toFixed(3)}`;
const interval = ({ value, low, high }: { value: number; low: number; high: number }): string => `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
const lift = (baseline: SideScore["baselines"]["priceRange"]): string => (baseline ? interval(baseline.lift) : "no input");
const money = (usd: number): string => (usd >= 1e9 ? `$${(usd / 1e9).toFixed(2)}B` : usd >= 1e6 ? `$${(usd / 1e6).toFixed(1)}M` : `$${Math.round(usd)}`);
const spanName = (ms: number): string => (ms % 86_400_000 === 0 ? `${ms / 86_400_000} d` : ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : `${ms / 60_000} min`);
