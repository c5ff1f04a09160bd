import type { StepForecast } from "#engine/step.ts";
import { cents } from "./snapshot-json.ts";

const FIELDS = 5;
const STEPS_PER_TEXT = 4096;

/** The forecasts of all steps, kept as numbers: a year of minutes is 20 MB. */
export interface ForecastLog {
  add(forecast: StepForecast): void;
  /** JSON list items of the steps that start at or before `upTo`, in pieces of some thousand steps. */
  json(range: { readonly upTo: number }): Iterable<string>;
}

export function createForecastLog(): ForecastLog {
  let values = new Float64Array(FIELDS * STEPS_PER_TEXT);
  let count = 0;
  return {
    add({ time, longUsd, shortUsd, forcedLongUsd, forcedShortUsd }) {
      if ((count + 1) * FIELDS > values.length) {
        const larger = new Float64Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values.set([time, longUsd, shortUsd, forcedLongUsd, forcedShortUsd], count * FIELDS);
      count++;
    },
    *json({ upTo }) {
      for (let from = 0; from < count; from += STEPS_PER_TEXT) {
        const items: string[] = [];
        for (let i = from; i < Math.min(count, from + STEPS_PER_TEXT); i++) {
          const [time, longUsd, shortUsd, forcedLongUsd, forcedShortUsd] = values.subarray(i * FIELDS, (i + 1) * FIELDS);
          if (time > upTo) break;
          const entry = {
            time,
            longUsd: cents(longUsd),
            shortUsd: cents(shortUsd),
            forcedLongUsd: cents(forcedLongUsd),
            forcedShortUsd: cents(forcedShortUsd),
          };
          items.push(`${i > 0 ? "," : ""}\n${JSON.stringify(entry)}`);
        }
        yield items.join("");
      }
    },
  };
}
