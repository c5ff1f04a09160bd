import type { MarginRule } from "#engine/margin/margin-rule.ts";
import type { CellTracer } from "./cell-tracer.ts";
import type { ExplainedPart, ExplainedRule } from "./explanation.ts";
import { type Amounts, type Entry, type OpeningKind, type Span, entriesOf, widen } from "./lots.ts";

const COHORT_NAMES = ["fast", "slow", "settled"] as const;
/** What a maintenance rate is stated for: a large position of a person, a small one of a fund. */
const TYPICAL_POSITION_USD = 200_000;

/** Sums the lots of a cell by entry hour and rung, largest first; the first book is kept apart. */
export function partsOf({ bins, openInterestChangeUsd, rules }: Omit<CellTracer, "beginStep" | "after">): readonly ExplainedPart[] {
  const sums = new Map<string, PartSum>();
  for (const { bin, cohort, lots } of bins) {
    for (const lot of entriesOf(lots)) {
      const key = `${bin.rung} ${lot.entry.hour} ${lot.entry.kind === "first-book"}`;
      const sum = sums.get(key) ?? createSum(lot.entry, bin.leverage);
      sums.set(key, sum);
      addToSum(sum, lot, { usdPerUnit: bin.usdPerUnit, cohort });
    }
  }
  const explained = rules.map(({ from, rule }) => ({ from, rule: explainedRule(rule) }));
  return [...sums.values()]
    .filter(({ now }) => now > 0)
    .sort((a, b) => b.now - a.now)
    .map((sum) => partOf(sum, openInterestChangeUsd.get(sum.hour) ?? 0, (explained.findLast(({ from }) => from <= sum.span.from) ?? explained[0]).rule));
}

interface PartSum extends Amounts {
  readonly hour: number;
  readonly leverage: number;
  readonly span: Span;
  readonly byCohort: Record<(typeof COHORT_NAMES)[number], number>;
  readonly byOpening: Record<OpeningKind, number>;
}

const createSum = ({ hour, from, until, lowPrice, highPrice, price }: Entry, leverage: number): PartSum => ({
  hour,
  leverage,
  span: { from, until, lowPrice, highPrice, price },
  opened: 0,
  aged: 0,
  approached: 0,
  now: 0,
  byCohort: { fast: 0, slow: 0, settled: 0 },
  byOpening: { turnover: 0, "open-interest-rise": 0, "first-book": 0 },
});

function addToSum(sum: PartSum, lot: Amounts & { readonly entry: Entry }, { usdPerUnit, cohort }: { usdPerUnit: number; cohort: number }): void {
  const nowUsd = lot.now * usdPerUnit;
  if (nowUsd > 0) sum.span.price += (lot.entry.price - sum.span.price) * (nowUsd / (sum.now + nowUsd));
  sum.opened += lot.opened * usdPerUnit;
  sum.aged += lot.aged * usdPerUnit;
  sum.approached += lot.approached * usdPerUnit;
  sum.now += nowUsd;
  sum.byCohort[COHORT_NAMES[cohort]] += nowUsd;
  sum.byOpening[lot.entry.kind] += nowUsd;
  widen(sum.span, lot.entry);
}

function partOf(sum: PartSum, openInterestChangeUsd: number, marginRule: ExplainedRule): ExplainedPart {
  const { span, leverage, opened, aged, approached, now, byCohort, byOpening } = sum;
  return {
    entryFrom: span.from,
    entryUntil: span.until,
    entryPrice: span.price,
    entryPriceLow: span.lowPrice,
    entryPriceHigh: span.highPrice,
    leverage,
    openedUsd: opened,
    usdNow: now,
    survivedShare: now / opened,
    survival: { holding: aged / opened, approach: approached / aged, scaling: now / approached },
    byCohort,
    byOpening,
    openInterestChangeUsd,
    marginRule,
  };
}

function explainedRule({ model, validFrom, source, known, brackets }: MarginRule): ExplainedRule {
  const bracket = brackets.find(({ cap }) => TYPICAL_POSITION_USD <= cap) ?? brackets[brackets.length - 1];
  return { model: model.name, validFrom, source, known, maintenanceRate: bracket.maintenanceRate, positionUsd: TYPICAL_POSITION_USD };
}
