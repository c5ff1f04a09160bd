import { MINUTE_MS } from "#core/units.ts";

/** How much faster a market's owners close than the prior says, learned from falls of open interest. See docs/estimation.md section 6. */
export interface Pace {
  /** Times the prior's hazards. */
  pace: number;
  /** The stretch at hand: when it began (epoch ms; 0: not yet), open interest then, and what each side has closed since, by the model. */
  paceFrom: number;
  paceOpenInterest: number;
  paceClosed: number;
}

export const freshPace = (): Pace => ({ pace: 1, paceFrom: 0, paceOpenInterest: 0, paceClosed: 0 });

/** Falls are looked at over stretches of this length, however often open interest is sampled: in shorter ones chance is larger. */
const STRETCH_MS = 5 * MINUTE_MS;
/** Samples come a little early or late. */
const SLACK_MS = MINUTE_MS / 4;
/** Share of falls that may exceed what the model closed. */
const BEYOND = 0.15;
/** Change of ln(pace) by one fall, and how strongly the prior pulls back. */
const RATE = 0.01;
const PULL = 0.15;
const BOUNDS = [0.25, 4] as const;

/**
 * Takes a sample of open interest; `closed`: what the model closed on each side since the last one. Nobody's closing is less than the fall of open
 * interest: where more falls than expected exceed it owners close faster, where fewer do they hold longer.
 */
export function learnPace(state: Pace, sample: { readonly time: number; readonly openInterest: number; readonly closed: number }): void {
  state.paceClosed += sample.closed;
  const since = sample.time - state.paceFrom;
  if (since < STRETCH_MS - SLACK_MS) return;
  const fall = state.paceOpenInterest - sample.openInterest;
  if (since <= STRETCH_MS + SLACK_MS && fall > 0) {
    const surprise = (fall > state.paceClosed ? 1 : 0) - BEYOND - PULL * Math.log(state.pace);
    state.pace = Math.min(BOUNDS[1], Math.max(BOUNDS[0], state.pace * Math.exp(RATE * surprise)));
  }
  state.paceFrom = sample.time;
  state.paceOpenInterest = sample.openInterest;
  state.paceClosed = 0;
}
