import type { Interval } from "#engine/score/block-bootstrap.ts";
import type { DayReport, LiquidationReport } from "./score-liquidations.ts";
import { type Section, day, fixed, picture, table, verdict, withInterval } from "./section.ts";
import { dotPlot } from "./svg-plot.ts";

/** How the estimate does against liquidations that were printed. */
export function liquidationsSection(reports: readonly LiquidationReport[]): Section {
  const text = [
    "## Real liquidations",
    "",
    "Every hour's forced volume is predicted before the hour's liquidations, open interest and funding are seen (its candles may be), and compared with what exchanges printed. Rank correlation over hours; lifts are differences of rank correlation to baselines that see prices only, and to the same estimate whose open interest never changes. 90 % intervals from resampling whole days.",
    "",
    table(
      [
        "set",
        "side",
        "hours",
        "rank correlation",
        "over price range",
        "over price memory",
        "over volume profile",
        "over frozen open interest",
        "calibration slope",
        "predicted / realised",
      ],
      reports.flatMap(({ market, sides, overFrozen }) =>
        sides.map(({ side, intervals, rankCorrelation, baselines, calibrationSlope, predictedOverRealised }, i) => [
          i === 0 ? market : "",
          side,
          String(intervals),
          withInterval(rankCorrelation, 3),
          liftText(baselines.priceRange?.lift),
          liftText(baselines.priceMemory?.lift),
          liftText(baselines.volumeProfile?.lift),
          liftText(overFrozen[i]),
          fixed(calibrationSlope, 2),
          fixed(predictedOverRealised, 2),
        ]),
      ),
    ),
    "",
    picture("liquidations.svg", "Lift of rank correlation over baselines"),
    "",
    "Predicted / realised is of prints: forced volume times the feed's coverage, which is learned on the way. A calibration slope below 1 says that the forecast is too extreme. Prints carry no leverage: that their hour was foreseen does not show that each level is in the right place.",
    "",
    ...reports.flatMap(({ market, worstDay }) => (worstDay ? [crashText(market, worstDay), ""] : [])),
  ].join("\n");
  return { text, images: { "liquidations.svg": plotOf(reports) }, shortfalls: reports.flatMap(shortfallsOf) };
}

const liftText = (lift: Interval | undefined): string => (lift ? withInterval(lift, 3) : "no volume");

function crashText(market: string, { day: at, predictedUsd, realisedUsd, predictedPeak, realisedPeak, predictedPlace, realisedPlace }: DayReport): string {
  const sides = ["longs", "shorts"].map(
    (name, i) => `${name} $${millions(predictedUsd[i])}M predicted, $${millions(realisedUsd[i])}M printed (${fixed(predictedUsd[i] / realisedUsd[i], 2)})`,
  );
  const peak =
    predictedPeak === realisedPeak
      ? `the worst hour, ${hour(realisedPeak)}, was predicted to be it`
      : `the worst hour was ${hour(realisedPeak)}, predicted was ${hour(predictedPeak)}`;
  return `**The crash of ${day(at)}** (${market}): ${sides.join("; ")}. By predicted USD it is day ${predictedPlace} of the period, by printed USD day ${realisedPlace}; ${peak}.`;
}

const millions = (usd: number): string => fixed(usd / 1e6, 0);
const hour = (time: number): string => `${new Date(time).toISOString().slice(11, 16)} UTC`;

/** Every baseline that a lift is known over. */
function liftsOf({ market, sides, overFrozen }: LiquidationReport): readonly { readonly over: string; readonly what: string; readonly lift: Interval }[] {
  return sides.flatMap(({ side, baselines }, i) =>
    [
      { over: "price range", lift: baselines.priceRange?.lift },
      { over: "price memory", lift: baselines.priceMemory?.lift },
      { over: "volume profile", lift: baselines.volumeProfile?.lift },
      { over: "frozen open interest", lift: overFrozen[i] },
    ].flatMap(({ over, lift }) => (lift ? [{ over, what: `${market}, ${side}`, lift }] : [])),
  );
}

function plotOf(reports: readonly LiquidationReport[]): string {
  const dots = reports.flatMap(liftsOf).filter(({ over }) => over !== "volume profile");
  return dotPlot({
    title: "Lift of rank correlation, 90 % intervals over days",
    dots: dots.map(({ over, what, lift }) => ({ label: what, group: `over ${over}`, interval: lift })),
    reference: 0,
  });
}

function shortfallsOf(report: LiquidationReport): readonly string[] {
  return liftsOf(report).flatMap(({ over, what, lift }) =>
    verdict(lift) === "better" ? [] : [`Real liquidations, ${what}: ${verdict(lift)} than _${over}_ (lift ${withInterval(lift, 3)}).`],
  );
}
