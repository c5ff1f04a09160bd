import type { MarkEvent, MarketEvent, OpenInterestEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { SECOND_MS } from "#core/units.ts";
import { predictedFundingRate } from "#simulator/market/funding.ts";
import type { Listing } from "#simulator/wire/listing.ts";

/** Marks, indices, funding rates and open interest that a feed tells, each held against what the exchange had at that time. */
export interface FigureStates {
  /** The exchange's figures may have moved. */
  stood(listing: Listing): void;
  follow(event: MarketEvent): void;
  readonly counts: Readonly<Record<Figure, FigureCounts>>;
  /** Examples of values that the exchange never had at or before their time. */
  readonly wrong: readonly string[];
}

export type Figure = (typeof FIGURES)[number];
export const FIGURES = ["mark", "index", "fundingRate", "openInterest"] as const;

export interface FigureCounts {
  told: number;
  /** Not the value of its instant any more: carried along, or withheld. */
  older: number;
  /** By how much at most, ms. */
  oldest: number;
  wrong: number;
  /** The exchange's values of that time are forgotten here, or were never looked at. */
  unknown: number;
}

interface State extends Readonly<Record<Figure, number>> {
  readonly time: number;
}

/** States that are remembered: minutes, in a burst a quarter of one. */
const REMEMBERED = 8_192;
/** What was told before is not known here. */
const SINCE_MS = 10 * SECOND_MS;
/** REST, and the first message of a subscription, tell what is published in a moment. */
const JUDGED_AFTER_MS = 2 * SECOND_MS;
/** A value may be younger than its stamp: carried along by a mark that was delayed, or stamped by another clock than the exchange's that is set. */
const YOUNGER_MS = 4_500;
const MOST_TOLD = 12;
/** As it is written with six decimals. */
const RATE_ROUNDING = 5.1e-7;
const SHARE = 1e-9;

export function createFigureStates({ tickSize }: Instrument): FigureStates {
  let states: State[] = [];
  const waiting: { readonly event: MarkEvent | OpenInterestEvent; readonly heardAt: number }[] = [];
  const wrong: string[] = [];
  const counts = Object.fromEntries(FIGURES.map((figure) => [figure, { told: 0, older: 0, oldest: 0, wrong: 0, unknown: 0 }])) as Record<Figure, FigureCounts>;
  const ROUNDING: Readonly<Record<Figure, number>> = { mark: 0.51 * tickSize, index: 0.51 * tickSize, fundingRate: RATE_ROUNDING, openInterest: 0 };

  return {
    counts,
    wrong,
    stood(listing) {
      states.push(stateOf(listing));
      if (states.length > 2 * REMEMBERED) states = states.slice(-REMEMBERED);
      const ripe = waiting.findIndex(({ heardAt }) => heardAt > Date.now() - JUDGED_AFTER_MS);
      for (const { event } of waiting.splice(0, ripe < 0 ? waiting.length : ripe)) judge(event);
    },
    follow(event) {
      if (event.kind === "mark" || event.kind === "open-interest") waiting.push({ event, heardAt: Date.now() });
    },
  };

  function judge(event: MarkEvent | OpenInterestEvent): void {
    for (const figure of FIGURES) {
      const value = figure in event ? (event as Partial<Readonly<Record<Figure, number>>>)[figure] : undefined;
      if (value !== undefined) judgeFigure(figure, value, event.time);
    }
  }

  function judgeFigure(figure: Figure, value: number, time: number): void {
    const count = counts[figure];
    count.told++;
    const latest = time + YOUNGER_MS;
    for (let at = states.length - 1; at >= 0; at--) {
      if (states[at].time > latest || !isBetween(value, { figure, at })) continue;
      const age = Math.max(0, time - (at + 1 < states.length ? states[at + 1].time : time));
      if (age > 0) count.older++;
      count.oldest = Math.max(count.oldest, age);
      return;
    }
    if (states.length === 0 || states[0].time > time - SINCE_MS) return void count.unknown++;
    count.wrong++;
    if (wrong.length < MOST_TOLD) wrong.push(`${figure} ${value} at ${new Date(time).toISOString()}`);
  }

  /** Between two looks a mark moves on a line. */
  function isBetween(value: number, { figure, at }: { figure: Figure; at: number }): boolean {
    const here = states[at][figure];
    const next = figure === "mark" && at + 1 < states.length ? states[at + 1][figure] : here;
    const off = ROUNDING[figure] + SHARE * Math.abs(value);
    return value >= Math.min(here, next) - off && value <= Math.max(here, next) + off;
  }
}

function stateOf({ recorder, decimals, book }: Listing): State {
  const { market, index, openInterestLots } = recorder;
  return {
    time: Math.floor(book.lastTime),
    mark: recorder.mark(),
    index,
    fundingRate: predictedFundingRate(market.funding),
    openInterest: Number(decimals.size(openInterestLots)),
  };
}

/** A line an instrument: told, wrong, and the oldest of each in s. */
export function figureTable(all: readonly { readonly name: string; readonly figures: FigureStates; readonly settled: Settled }[]): string {
  const group = ["", ...FIGURES.flatMap((figure) => [figure, "", "", "", ""]), "settlements", "", ""];
  const heads = ["", ...FIGURES.flatMap(() => ["told", "older", "oldest", "wrong", "unjudged"]), "made", "told", "stored"];
  const rows = all.map(({ name, figures, settled }) => [
    name,
    ...FIGURES.map((figure) => figures.counts[figure]).flatMap((count) =>
      [count.told, count.older, `${(count.oldest / SECOND_MS).toFixed(0)} s`, count.wrong, count.unknown].map(String),
    ),
    ...[settled.made, settled.told, settled.stored].map(String),
  ]);
  return [group, heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Payments of funding: what the exchange settled in the run, how much of it was told, and how much is stored. */
export interface Settled {
  readonly made: number;
  readonly told: number;
  readonly stored: number;
}
