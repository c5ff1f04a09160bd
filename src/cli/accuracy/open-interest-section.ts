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
    `- _The map:_ for following open interest the estimate has ${wordsOf(gains.estimate.map)}; the oracle ${wordsOf(gains.oracle.map)}.`,
    `- _The forecast:_ following open interest lifts that of the estimate by ${withInterval(gains.estimate.forecast, 4)} and that of the oracle by ${withInterval(gains.oracle.forecast, 4)}. ${conclusionOf(gains.oracle.forecast)} To know how everybody trades is worth ${fixed(mean(trials.map(({ estimate, oracle }) => oracle.seen.forecast - estimate.seen.forecast)), 3)} to the forecast, and to know every position ${fixed(mean(trials.map(({ oracle, trueBook }) => trueBook - oracle.seen.heldInRange)), 3)} more, as held in range: who stands where at which leverage is what is missing, and open interest does not tell it.`,
    "",
  ].join("\n");
  return { text, images: {}, shortfalls: [shortfallOf(gains.estimate)] };
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
function wordsOf(gains: readonly { readonly name: string; readonly gain: Interval }[]): string {
  const named = (said: ReturnType<typeof verdict>) => gains.filter(({ gain }) => verdict(gain) === said).map(({ name }) => name);
  const parts = [
    { names: named("better"), said: "gains in" },
    { names: named("worse"), said: "losses in" },
    { names: named("not clearly better"), said: "no clear difference in" },
  ].filter(({ names }) => names.length > 0);
  return parts.map(({ names, said }) => `${said} ${names.join(", ")}`).join("; ");
}

function conclusionOf(oracle: Interval): string {
  if (verdict(oracle) === "better")
    return `Who knows all else that can be known gains no more than ${fixed(oracle.high, 4)} by it: that is the most that this score could show.`;
  return "So this score cannot show it: not even who knows all else that can be known gains by it.";
}

/** One sentence for the head of the page: what the estimate does not gain by following open interest. */
function shortfallOf({ map, forecast }: Gains): string {
  const all = [...map, { name: `forecast of forced volume (lift ${withInterval(forecast, 3)})`, gain: forecast }];
  return `Simulated truth, against _the same estimate with frozen open interest_: ${wordsOf(all)}.`;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number): string => `${fixed(share * 100, 0)} %`;
