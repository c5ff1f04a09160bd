import { AppError } from "#core/app-error.ts";
import type { ContractKind } from "#core/instrument.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import type { MarginMode, Position } from "#engine/margin/margin-model.ts";
import { type NumberRange, parseNumber, parseWord } from "./number-option.ts";

/** A position as the command line gives it, every value still text. */
export interface PositionFlags {
  readonly contract: string;
  readonly marginMode: string;
  readonly side: string;
  readonly entry: string;
  readonly size: string;
  readonly contractSize: string;
  readonly leverage?: string;
  readonly positionMargin?: string;
  readonly extraMargin?: string;
  readonly walletBalance?: string;
  readonly otherMaintenanceMargin?: string;
  readonly otherUnrealizedPnl?: string;
  readonly feeRate?: string;
  readonly mark?: string;
}

const POSITIVE = { above: 0 } as const;
export const RATE = { least: 0, below: 1 } as const;

/**
 * The position that the flags describe. Margin: the whole position margin, else what the leverage sets aside, else the wallet; of a cross position the wallet.
 * `leverage` is there when the margin was derived from it. Throws `bad-input` that names the option.
 */
export function readPosition(flags: PositionFlags): { readonly position: Position; readonly leverage?: number } {
  const contract = parseWord<ContractKind>(flags.contract, "--contract", ["linear", "inverse"]);
  const marginMode = parseWord<MarginMode>(flags.marginMode, "--margin-mode", ["isolated", "cross"]);
  const side = parseWord(flags.side, "--side", POSITION_SIDES);
  const entry = parseNumber(flags.entry, "--entry", POSITIVE);
  const contractSize = parseNumber(flags.contractSize, "--contract-size", POSITIVE);
  const size = parseNumber(flags.size, "--size", POSITIVE) * contractSize;
  const leverage = optional(flags.leverage, "--leverage", POSITIVE);
  const whole = optional(flags.positionMargin, "--position-margin", { least: 0 });
  const wallet = optional(flags.walletBalance, "--wallet-balance");
  const initial = leverage === undefined ? undefined : (contract === "linear" ? size * entry : size / entry) / leverage;
  const margin = marginMode === "cross" ? (wallet ?? whole) : (whole ?? initial ?? wallet);
  if (margin === undefined) throw new AppError("bad-input", MARGIN_MISSING[marginMode]);
  const feeRate = optional(flags.feeRate, "--fee-rate", RATE);
  const position: Position = {
    contract,
    marginMode,
    side,
    entry,
    size,
    contractSize,
    margin,
    extraMargin: optional(flags.extraMargin, "--extra-margin") ?? 0,
    others: {
      maintenance: optional(flags.otherMaintenanceMargin, "--other-maintenance-margin", { least: 0 }) ?? 0,
      unrealizedProfit: optional(flags.otherUnrealizedPnl, "--other-unrealized-pnl") ?? 0,
    },
    mark: optional(flags.mark, "--mark", POSITIVE) ?? entry,
    ...(feeRate !== undefined && { feeRate }),
  };
  const derived = marginMode === "isolated" && whole === undefined && leverage !== undefined;
  return { position, ...(derived && { leverage }) };
}

const MARGIN_MISSING: Readonly<Record<MarginMode, string>> = {
  cross: "--wallet-balance is missing: what stands behind a cross position is the wallet, not its leverage",
  isolated: "--leverage or --position-margin is missing: one of them says what stands behind an isolated position",
};

const optional = (text: string | undefined, option: string, range?: NumberRange): number | undefined =>
  text === undefined ? undefined : parseNumber(text, option, range);
