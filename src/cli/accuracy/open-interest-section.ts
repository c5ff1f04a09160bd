import { type Interval, blockBootstrap } from "#engine/score/block-bootstrap.ts";
import type { MapMeasure } from "#engine/score/map-score.ts";
import { MEASURE_COLUMNS } from "./measure-columns.ts";
import type { Followed, OpenInterestTrial, TrialScore } from "./open-interest-trial.ts";
import { type Section, fixed, table, verdict, withInterval } from "./section.ts";

/** What following open interest is good for, where the truth is known: for the map, and for the forecast of forced volume. */
export function openInterestSection(trials: readonly OpenInterestTrial[]): Section {
  const gains = { estimate: gainsOf(trials.map(({ estimate }) => estimate)), oracle: gainsOf(trials.map(({ oracle }) => oracle)) };
  const text = [
    "## What open interest adds",
    "",
    "The same engine is run twice over each simulated market: once as it is, and once with open interest that never changes (prices, volume, funding and prints stay). Second week, means over worlds; 90 % intervals from resampling worlds. _Forecast_ is the rank correlation of each hour's forecast with what printed, as for real liquidations below.",
    "_Held in range_ is the same for what a map held, at the beginning of an hour, where the hour's price then went: it asks the map alone, and can be asked of the true book too.",
    "",
    table(
      ["", ...MEASURE_COLUMNS.map(({ name }) => name), "forecast", "held in range"],
      [
        ...rowsOf(
          "estimate",
          trials.map(({ estimate }) => estimate),
          gains.estimate,
        ),
        ...rowsOf(
          "oracle",
          trials.map(({ oracle }) => oracle),
          gains.oracle,
        ),
        ["true book", ...MEASURE_COLUMNS.map(() => ""), "", fixed(mean(trials.map(({ trueBook }) => trueBook)), 3)],
      ],
    ),
    "",
    `- _Why so little:_ open interest shows what opened less what closed. Its changes from sample to sample are ${percent(mean(trials.map(({ shownShare }) => shownShare)))} of what trades to open or to close a position (${percent(Math.min(...trials.map(({ shownShare }) => shownShare)))} to ${percent(Math.max(...trials.map(({ shownShare }) => shownShare)))} in a world); the rest cancels between two samples, and what is left says neither whose it is nor at which leverage.`,
    `- _The map:_ following open interest is ${wordsOf(gains.estimate.map)}.`,
    `- _The forecast:_ with everything known of how people trade, following open interest lifts the forecast by ${withInterval(gains.oracle.forecast, 4)}, of the estimate by ${withInterval(gains.estimate.forecast, 4)}. ${conclusionOf(gains.oracle.forecast)}`,
    "",
  ].join("\n");
  return { text, images: {}, shortfalls: [] };
}

interface Gains {
  readonly map: readonly { readonly name: string; readonly digits: number; readonly gain: Interval }[];
  readonly forecast: Interval;
  readonly heldInRange: Interval;
}

/** Of these less is better. */
const ERRORS: ReadonlySet<MapMeasure> = new Set(["earthMoverBps", "absLogScale"]);

/** By how much one who sees open interest is better, whatever the measure. */
function gainsOf(all: readonly Followed[]): Gains {
  const gain = (value: (score: TrialScore) => number) => meanOver(all.map(({ seen, frozen }) => value(seen) - value(frozen)));
  return {
    map: MEASURE_COLUMNS.map(({ measure, name, digits }) => ({ name, digits, gain: gain(({ map }) => (ERRORS.has(measure) ? -map[measure] : map[measure])) })),
    forecast: gain(({ forecast }) => forecast),
    heldInRange: gain(({ heldInRange }) => heldInRange),
  };
}

const meanOver = (values: readonly number[]): Interval =>
  blockBootstrap(values.length, (worlds) => worlds.reduce((sum, world) => sum + values[world], 0) / worlds.length);

function rowsOf(name: string, all: readonly Followed[], gains: Gains): readonly (readonly string[])[] {
  const row = (label: string, of: (followed: Followed) => TrialScore) => [
    label,
    ...MEASURE_COLUMNS.map(({ measure, digits }) => fixed(mean(all.map((followed) => of(followed).map[measure])), digits)),
    fixed(mean(all.map((followed) => of(followed).forecast)), 3),
    fixed(mean(all.map((followed) => of(followed).heldInRange)), 3),
  ];
  return [
    row(`**${name}**`, ({ seen }) => seen),
    row(`${name}, open interest frozen`, ({ frozen }) => frozen),
    [
      `better by`,
      ...gains.map.map(({ gain, digits }) => withInterval(gain, digits === 0 ? 1 : digits)),
      withInterval(gains.forecast, 3),
      withInterval(gains.heldInRange, 3),
    ],
  ];
}

/** In words, by what the intervals allow. */
function wordsOf(gains: Gains["map"]): string {
  const named = (said: ReturnType<typeof verdict>) => gains.filter(({ gain }) => verdict(gain) === said).map(({ name }) => name);
  const parts = [
    { names: named("better"), said: "better in" },
    { names: named("worse"), said: "worse in" },
    { names: named("not clearly better"), said: "neither in" },
  ].filter(({ names }) => names.length > 0);
  return parts.map(({ names, said }) => `${said} ${names.join(", ")}`).join("; ");
}

function conclusionOf(lift: Interval): string {
  if (verdict(lift) === "better") return "So there is something to gain by it, and the size of it is the most that an estimate could show.";
  return "So this score cannot show it: not even an engine that is told how everybody trades foresees forced volume better for seeing open interest. Which hours force how much is decided by where price goes and by how near levels stand, which volume and prints tell as well.";
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number): string => `${fixed(share * 100, 0)} %`;
