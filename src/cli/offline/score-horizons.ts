import { AppError } from "#core/app-error.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import type { ObservationLog } from "#engine/score/observation-log.ts";
import { type SideScore, scoreSides } from "#engine/score/score-report.ts";

/** One horizon of a score report. */
export interface HorizonScore {
  readonly horizonMs: number;
  readonly from: number;
  readonly to: number;
  readonly sides: readonly SideScore[];
}

/** Scores the step itself, an hour and a day, as far as the feed resolves them. `bad-input` when nothing or too little was printed. */
export function scoreHorizons(instrument: Instrument, log: ObservationLog, stepMs: number): readonly HorizonScore[] {
  const feedMs = log.feedIntervalMs();
  if (feedMs === undefined)
    throw new AppError("bad-input", `${instrumentId(instrument)}: the folder holds no liquidations, so there is nothing to score against`);
  const candidates = [...new Set([stepMs, Math.max(feedMs, stepMs), Number(HOUR_MS), Number(DAY_MS)])]
    .filter((ms) => ms >= stepMs && ms >= feedMs)
    .sort((a, b) => a - b);
  const scored = candidates.flatMap((horizonMs): HorizonScore[] => {
    const observations = log.observations(horizonMs);
    const last = observations.at(-1);
    return observations.length < FEWEST_INTERVALS || !last ? [] : [{ horizonMs, from: observations[0].start, to: last.start, sides: scoreSides(observations) }];
  });
  if (scored.length === 0)
    throw new AppError(
      "bad-input",
      `${instrumentId(instrument)}: fewer than ${FEWEST_INTERVALS} intervals have both a forecast and recorded liquidations; nothing can be said`,
    );
  return scored;
}

const FEWEST_INTERVALS = 30;
