/** What a market's estimate rests on, as the estimator itself knows it. */
export interface BookGrounds {
  /** Share of the change of open interest over a day that traded volume can account for. */
  readonly explainedShare: number;
  /** Share of the last day or so for which there was data. */
  readonly coveredShare: number;
  /** Days of steps that the book has lived through. */
  readonly bookDays: number;
  /** Printed liquidations that the ladder has learned from, in typical orders. */
  readonly learnedOrders: number;
  /** False: no margin brackets of the contract are known, and a cautious table stands in. */
  readonly bracketsKnown: boolean;
}

/** The same, with what is known of the market's feeds. */
export interface Grounds extends BookGrounds {
  /** False: the last price stands in for the mark. */
  readonly markKnown: boolean;
  /** How late the newest data is, in steps of the estimate; 0 where time stands still. */
  readonly stepsLate: number;
}

export const GRADES = ["A", "B", "C", "D"] as const;
export type Grade = (typeof GRADES)[number];

/** How far a market's map can be relied on, by what it is made from. Not a forecast: an A says that the inputs are whole. */
export interface Reliability {
  readonly grade: Grade;
  /** 0 to 1; the product of what each ground leaves. */
  readonly score: number;
  /** What lowers it, in words, worst first; empty when nothing does by a tenth. */
  readonly reasons: readonly string[];
}

const LEAST_SCORE = { A: 0.85, B: 0.7, C: 0.5, D: 0 } as const satisfies Record<Grade, number>;
const WORTH_SAYING = 0.9;
const LATE_STEPS = 3;

/** Grades a market. Where each figure comes from: docs/estimation.md section 9. */
export function reliabilityOf(grounds: Grounds): Reliability {
  const factors = factorsOf(grounds);
  const score = factors.reduce((product, { factor }) => product * factor, 1);
  const reasons = factors.filter(({ factor }) => factor < WORTH_SAYING).sort((a, b) => a.factor - b.factor);
  return { grade: gradeOf(score), score, reasons: reasons.map(({ reason }) => reason) };
}

/** The grade of a score from 0 to 1. */
export const gradeOf = (score: number): Grade => GRADES.find((grade) => score >= LEAST_SCORE[grade]) ?? "D";

interface Factor {
  readonly factor: number;
  readonly reason: string;
}

function factorsOf({ explainedShare, coveredShare, markKnown, bracketsKnown, bookDays, learnedOrders, stepsLate }: Grounds): readonly Factor[] {
  return [
    {
      factor: share(explainedShare),
      reason: `traded volume accounts for ${percent(explainedShare)} of the change in open interest over 24 h`,
    },
    { factor: share(coveredShare), reason: `there was data for ${percent(coveredShare)} of the last day` },
    { factor: markKnown ? 1 : 0.85, reason: "the last price stands in for the mark" },
    {
      factor: bracketsKnown ? 1 : 0.85,
      reason: "this contract's margin brackets are not on file and its exchange has told none yet: a cautious table stands in",
    },
    {
      factor: 1 - 0.5 * Math.exp(-Math.max(0, bookDays) / 3),
      reason: `the book is ${bookDays < 1 ? "less than a day" : `${Math.round(bookDays)} days`} old; what was opened before is a guess`,
    },
    {
      factor: 0.75 + (0.25 * Math.max(0, learnedOrders)) / (Math.max(0, learnedOrders) + 50),
      reason: `leverage is learned from ${learnedOrders < 1 ? "no printed liquidation yet" : `only about ${Math.round(learnedOrders)} typical liquidations`}`,
    },
    { factor: stepsLate > LATE_STEPS ? 0.5 : 1, reason: `the newest data is ${Math.round(stepsLate)} steps late` },
  ];
}

const share = (value: number): number => Math.min(1, Math.max(0, value));
const percent = (value: number): string => `${Math.round(100 * share(value))} %`;
