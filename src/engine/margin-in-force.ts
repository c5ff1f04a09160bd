import type { Instrument } from "#core/instrument.ts";
import { DAY_MS } from "#core/units.ts";
import { type Ladder, createLadder } from "./ladder.ts";
import type { LadderPrior } from "./ladder-prior.ts";
import { NOTHING_PUBLISHED, type PublishedTables } from "./margin/adopted-brackets.ts";
import { type MarginRule, marginRuleAt } from "./margin/margin-rule.ts";
import { type SeenLeverage, withAdopted } from "./priors/seen-leverage.ts";

/** The margin rule and prior that an estimate goes by, the ladder that they make, and what its exchange has published. */
export interface MarginInForce {
  readonly instrument: Instrument;
  /** What is opened while nothing published says otherwise. */
  readonly prior: LadderPrior;
  /** Time of the published positions that the ladder's prior is made of; 0: none. */
  adoptedAt: number;
  readonly published: PublishedTables;
  rule: MarginRule;
  ladder: Ladder;
  /** The last look-up after a state was taken over, which happens every second of a live market: undefined before the first. */
  looked: { readonly day: number; readonly brackets: PublishedTables["inForce"]; readonly rule: MarginRule } | undefined;
}

/** Day (since the epoch) for which the rule was last looked up. */
interface RuleDay {
  ruleDay: number;
}

/** Of the oldest rule known: a book is laid out by it, whenever it begins. */
export function firstMargin(instrument: Instrument, prior: LadderPrior): MarginInForce {
  const rule = marginRuleAt(instrument, 0);
  return { instrument, prior, adoptedAt: 0, published: { ...NOTHING_PUBLISHED }, rule, ladder: createLadder(instrument, rule, prior), looked: undefined };
}

/** Looks up, once a day or when brackets were published, what holds at `time`. Undefined: what is in force already. */
export function dueRule({ instrument, published, rule }: MarginInForce, state: RuleDay, time: number): MarginRule | undefined {
  const day = Math.floor(time / DAY_MS);
  if (day === state.ruleDay && published.known === published.inForce) return undefined;
  state.ruleDay = day;
  published.inForce = published.known;
  const due = marginRuleAt(instrument, day * DAY_MS, published.inForce);
  return isSame(due, rule) ? undefined : due;
}

/** The ladder of `rule` and of the prior that is adopted by now. */
export function adoptRule(margin: MarginInForce, rule: MarginRule): void {
  const { instrument, prior, published } = margin;
  margin.rule = rule;
  margin.adoptedAt = adoptedAt(published);
  margin.ladder = createLadder(instrument, rule, withAdopted(prior, published.adopted));
}

/** What is opened under the rule in force by the prior alone. */
export const ladderOfPrior = ({ instrument, rule, prior }: MarginInForce): Ladder => createLadder(instrument, rule, prior);

/** Positions that were published after those that the ladder's prior is made of; undefined: there are none. */
export const dueLeverage = ({ seen, adopted }: PublishedTables): SeenLeverage | undefined =>
  seen !== undefined && seen.time !== adopted?.time ? seen : undefined;

const adoptedAt = ({ adopted }: PublishedTables): number => adopted?.time ?? 0;

/** After a state has been taken over: its rule, by its day and published brackets, and its prior. */
export function readoptRule(margin: MarginInForce, { ruleDay }: Readonly<RuleDay>): void {
  const { inForce: brackets } = margin.published;
  if (margin.looked?.day !== ruleDay || margin.looked.brackets !== brackets)
    margin.looked = { day: ruleDay, brackets, rule: marginRuleAt(margin.instrument, ruleDay * DAY_MS, brackets) };
  const { rule } = margin.looked;
  if (!isSame(rule, margin.rule) || adoptedAt(margin.published) !== margin.adoptedAt) adoptRule(margin, rule);
}

const isSame = (a: MarginRule, b: MarginRule): boolean => a.validFrom === b.validFrom && a.adoptedAt === b.adoptedAt;
