import { AppError } from "#core/app-error.ts";
import { bracketsAt, symbolsOnFile } from "#engine/margin/bracket-tables.ts";
import { bracketIndexAt, notionalAt } from "#engine/margin/brackets-of-position.ts";
import type { Bracket, MarginModel, Position } from "#engine/margin/margin-model.ts";
import { parseNumber } from "./number-option.ts";
import { RATE } from "./read-position.ts";
import { symbolOnFile } from "./symbol-on-file.ts";

export interface BracketFlags {
  readonly mmr?: string;
  readonly maintenanceAmount?: string;
  readonly symbol?: string;
}

/** What the brackets are chosen for. `leverage` is checked against the brackets on file where it is given. */
interface BracketNeed {
  readonly model: MarginModel;
  readonly position: Position;
  readonly leverage?: number;
  /** Epoch ms. */
  readonly time: number;
}

/** Brackets, and what has to be said of them. */
export interface BracketsFound {
  readonly brackets: readonly Bracket[];
  readonly note?: string;
}

/** The brackets of a position: the one of `--mmr`, unchecked and for any size, else those of `--symbol` on file. Throws `bad-input` or `not-found` that names the option. */
export function bracketsOfFlags({ mmr, maintenanceAmount, symbol }: BracketFlags, need: BracketNeed): BracketsFound {
  if (mmr !== undefined) return { brackets: [givenBracket(mmr, maintenanceAmount, need.position)] };
  if (maintenanceAmount !== undefined) throw new AppError("bad-input", "--maintenance-amount belongs to --mmr, which is missing");
  if (symbol === undefined) throw new AppError("bad-input", "--symbol or --mmr is missing: the maintenance margin rate depends on it");
  return bracketsOnFile(symbol, need);
}

function givenBracket(mmr: string, amount: string | undefined, { contract }: Position): Bracket {
  return {
    floor: 0,
    cap: Infinity,
    // An amount in the settle coin: base coin where the contract is inverse.
    unit: contract === "inverse" ? "base" : "usd",
    maxLeverage: Infinity,
    maintenanceRate: parseNumber(mmr, "--mmr", RATE),
    maintenanceAmount: amount === undefined ? 0 : parseNumber(amount, "--maintenance-amount", { least: 0 }),
  };
}

function bracketsOnFile(symbol: string, { model, position, leverage, time }: BracketNeed): BracketsFound {
  const known = symbolOnFile(symbol, symbolsOnFile(model.name), position.contract);
  const table = known === undefined ? undefined : bracketsAt(model.name, known, time);
  if (table === undefined)
    throw new AppError("not-found", `--symbol ${symbol}: no brackets of ${position.contract} contracts on ${model.exchange} are on file for it; give --mmr`);
  const { brackets } = table;
  const bracket = brackets[bracketIndexAt(brackets, position, position.entry)];
  const notional = notionalAt(bracket, position, position.entry);
  if (notional > bracket.cap)
    throw new AppError("bad-input", `--size: ${notional} ${UNIT_NAMES[bracket.unit ?? "usd"]} is above the highest bracket of ${table.symbol}, ${bracket.cap}`);
  if (leverage !== undefined && leverage > bracket.maxLeverage)
    throw new AppError("bad-input", `--leverage ${leverage} is above the ${bracket.maxLeverage}x that ${table.symbol} allows at this size`);
  if (time >= table.validFrom) return { brackets };
  const [asked, oldest] = [time, table.validFrom].map((at) => new Date(at).toISOString().slice(0, 10));
  return { brackets, note: `--as-of ${asked} is before the oldest brackets of ${table.symbol} on file: those of ${oldest} stand in` };
}

const UNIT_NAMES = { usd: "USD", base: "coins", contracts: "contracts" } as const;
