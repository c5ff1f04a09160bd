import { LONG, SHORT } from "#core/position-side.ts";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { type Hazards, type Keeps, age, keepsOver, voluntaryCloses } from "./ageing.ts";
import type { Book } from "./book.ts";

/** Ordinary activity is the volume of about a day; a burst ages the book faster, within bounds. */
const ACTIVITY_HALF_LIFE_MS = DAY_MS;
const ACTIVITY_BOUNDS = [0.1, 10] as const;

/** What ageing by volume time looks at and leaves behind. */
export interface Activity {
  /** `time`: end of the last step. `pace`: see learning/pace.ts. `volumeRate`: smoothed volume per ms, brought up to date. */
  readonly state: { readonly time: number; readonly pace: number; volumeRate: number };
  /** Traded in the step. */
  readonly volume: number;
  readonly durationMs: number;
  /** End of the step. */
  readonly end: number;
  readonly hazards: Hazards;
  readonly keeps: Keeps;
}

/** Voluntary closing since the last step, in volume time; returns what each side closed. Closes of both sides need traded volume. */
export function ageByActivity(book: Book, of: Activity): readonly [number, number] {
  const { state, volume, durationMs, end, keeps } = of;
  const hours = ((end - state.time) / HOUR_MS) * state.pace;
  const ordinary = state.volumeRate * durationMs;
  const activity = ordinary > 0 ? Math.min(ACTIVITY_BOUNDS[1], Math.max(ACTIVITY_BOUNDS[0], volume / ordinary)) : 1;
  const keep = 0.5 ** (durationMs / ACTIVITY_HALF_LIFE_MS);
  state.volumeRate = state.volumeRate > 0 ? state.volumeRate * keep + (volume / durationMs) * (1 - keep) : volume / durationMs;
  const wanted = closesIn(book, hours * activity, of);
  const both = wanted[LONG] + wanted[SHORT];
  const allowed = both > volume ? closesIn(book, (hours * activity * volume) / both, of) : wanted;
  age(book, LONG, keeps);
  age(book, SHORT, keeps);
  return allowed;
}

/** What owners of each side would close in `hours` of ordinary activity; leaves the shares kept in `keeps`. */
function closesIn(book: Book, hours: number, { hazards, keeps }: Activity): readonly [number, number] {
  keepsOver(hazards, hours, keeps);
  return [voluntaryCloses(book, LONG, keeps), voluntaryCloses(book, SHORT, keeps)];
}
