import type { ContractKind } from "#core/instrument.ts";
import type { PositionSide } from "#core/position-side.ts";

/** One maintenance bracket: positions whose notional (USD; inverse: base coin) lies in (floor, cap]. */
export interface Bracket {
  readonly floor: number;
  readonly cap: number;
  readonly maxLeverage: number;
  /** Maintenance margin rate, a fraction. */
  readonly maintenanceRate: number;
  /** Subtracted from `notional x rate`, so that maintenance is continuous over the brackets. */
  readonly maintenanceAmount: number;
}

/** The brackets of one symbol from `validFrom` (epoch ms) on, lowest first. */
export interface BracketTable {
  readonly symbol: string;
  readonly validFrom: number;
  readonly source: string;
  readonly brackets: readonly Bracket[];
}

export interface Position {
  readonly contract: ContractKind;
  readonly side: PositionSide;
  readonly entry: number;
  /** Base coin (linear) or USD face (inverse). */
  readonly size: number;
  /**
   * Collateral behind the position in its settle coin (quote; inverse: base). Isolated: the position's margin.
   * Cross: wallet balance plus unrealised profit minus maintenance of all other positions.
   */
  readonly margin: number;
}

/** One exchange's rule for when a position is force-closed. Pure; see docs/estimation.md section 2 and the file of each model for sources. */
export interface MarginModel {
  /** As instruments declare it, e.g. `binance-usdm`. */
  readonly name: string;
  /** Mark price at which equity equals maintenance, with the bracket of the notional at that price. Undefined: price alone cannot liquidate it. */
  liquidationPrice(position: Position, brackets: readonly Bracket[]): number | undefined;
  /** Price at which the collateral is gone. Undefined: never. */
  bankruptcyPrice(position: Position): number | undefined;
  /** Maintenance margin in the settle coin of a position of `size` at `mark`. */
  maintenance(position: Position, mark: number, brackets: readonly Bracket[]): number;
}
