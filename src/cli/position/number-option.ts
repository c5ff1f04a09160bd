import { AppError } from "#core/app-error.ts";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** What a number given on the command line may be; both bounds are allowed values unless `above` is given. */
export interface NumberRange {
  readonly above?: number;
  readonly least?: number;
  readonly below?: number;
}

/** Reads a decimal number. Throws `bad-input` that names the option when it is no number or outside its range. */
export function parseNumber(text: string, option: string, { above = -Infinity, least = -Infinity, below = Infinity }: NumberRange = {}): number {
  const value = DECIMAL.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isFinite(value) && value > above && value >= least && value < below) return value;
  const bounds = [
    ...(above > -Infinity ? [`above ${above}`] : []),
    ...(least > -Infinity ? [`of at least ${least}`] : []),
    ...(below < Infinity ? [`below ${below}`] : []),
  ];
  throw new AppError("bad-input", `${option} must be a number${bounds.length > 0 ? ` ${bounds.join(" and ")}` : ""}, not "${text}"`);
}

/** Reads one of a few words, whatever its case. Throws `bad-input` that names the option and the words. */
export function parseWord<Word extends string>(text: string, option: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === text.trim().toLowerCase());
  if (word === undefined) throw new AppError("bad-input", `${option} must be ${words.join(" or ")}, not "${text}"`);
  return word;
}
