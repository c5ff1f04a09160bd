import type { Instrument } from "#core/instrument.ts";
import { DAY_MS } from "#core/units.ts";
import { type Ladder, createLadder } from "./ladder.ts";
import type { LadderPrior } from "./ladder-prior.ts";
import type { PublishedTables } from "./margin/adopted-brackets.ts";
import { type MarginRule, marginRuleAt } from "./margin/margin-rule.ts";

/** The margin rule that an estimate goes by, the ladder that it makes, and the brackets that its exchange has published. */
export interface MarginInForce {
  readonly instrument: Instrument;
  readonly prior: LadderPrior;
  readonly published: PublishedTables;
  rule: MarginRule;
  ladder: Ladder;
}

/** Day (since the epoch) for which the rule was last looked up. */
interface RuleDay {
  ruleDay: number;
}

/** Of the oldest rule known: a book is laid out by it, whenever it begins. */
export function firstMargin(instrument: Instrument, prior: LadderPrior): MarginInForce {
  const rule = marginRuleAt(instrument, 0);
  return { instrument, prior, published: { known: undefined, inForce: undefined }, rule, ladder: createLadder(instrument, rule, prior) };
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

export function adoptRule(margin: MarginInForce, rule: MarginRule): void {
  margin.rule = rule;
  margin.ladder = createLadder(margin.instrument, rule, margin.prior);
}

/** After a state has been taken over: its rule, by its day and published brackets. */
export function readoptRule(margin: MarginInForce, { ruleDay }: Readonly<RuleDay>): void {
  const rule = marginRuleAt(margin.instrument, ruleDay * DAY_MS, margin.published.inForce);
  if (!isSame(rule, margin.rule)) adoptRule(margin, rule);
}

const isSame = (a: MarginRule, b: MarginRule): boolean => a.validFrom === b.validFrom && a.adoptedAt === b.adoptedAt;
