import type { ContractKind } from "#core/instrument.ts";
import type { PositionSide } from "#core/position-side.ts";

/** One maintenance bracket: positions whose notional, measured in `unit`, lies in (floor, cap]. */
export interface Bracket {
  readonly floor: number;
  readonly cap: number;
  /** `usd`: value in quote currency (inverse: USD face), the default. `base`: base coin at the price in question. `contracts`: their number. */
  readonly unit?: BracketUnit;
  readonly maxLeverage: number;
  /** Maintenance margin rate, a fraction. */
  readonly maintenanceRate: number;
  /** Added to the rate for every coin of size. Default 0. */
  readonly ratePerCoin?: number;
  /** Subtracted from `notional x rate`. In the settle coin; in USD where the unit is `usd`, also of inverse contracts. 0 where a new bracket re-rates the whole position. */
  readonly maintenanceAmount: number;
}

export type BracketUnit = "usd" | "base" | "contracts";

/** The brackets of one symbol from `validFrom` (epoch ms) on, lowest first. */
export interface BracketTable {
  readonly symbol: string;
  readonly validFrom: number;
  readonly source: string;
  readonly brackets: readonly Bracket[];
  /** A price of the time, to measure the brackets in USD without knowing one; 1 where they are in USD already. */
  readonly usdPerCoin: number;
}

export type MarginMode = "isolated" | "cross";

export interface Position {
  readonly contract: ContractKind;
  readonly side: PositionSide;
  readonly entry: number;
  /** Base coin (linear) or USD face (inverse). */
  readonly size: number;
  /** Collateral in the settle coin (quote; inverse: base). Isolated: what the leverage or the owner set aside. Cross: the wallet balance. */
  readonly margin: number;
  /** Default isolated. */
  readonly marginMode?: MarginMode;
  /** Added to the margin later, in the settle coin; negative when funding ate some of it. */
  readonly extraMargin?: number;
  /** All other cross positions of the wallet, in the settle coin. Ignored when isolated. */
  readonly others?: { readonly maintenance: number; readonly unrealizedProfit: number };
  /** Mark price now; only rules that freeze maintenance at it look at it (`freezesMark`). */
  readonly mark?: number;
  /** Closing fee rate, a fraction; default is the model's own. Only rules that count a closing fee look at it. */
  readonly feeRate?: number;
  /** Base coin (linear) or USD (inverse) in one contract, for brackets in contracts. Default 1. */
  readonly contractSize?: number;
}

/** One exchange's rule, from a date on, for when a position is force-closed. Pure; see docs/margin-models.md and the file of each model for sources. */
export interface MarginModel {
  /** As instruments declare it, e.g. `binance-usdm`. Rules that followed one another share it. */
  readonly name: string;
  readonly exchange: string;
  /** The kinds of contract that the rule is for; one model of an exchange per kind and date. */
  readonly contracts: readonly ContractKind[];
  /** Epoch ms from which the rule holds, until the next of the same name. 0: the first rule known. */
  readonly validFrom: number;
  /** True when the maintenance of such a position depends on its current mark, which must then be given. */
  freezesMark(position: Position): boolean;
  /** Mark price at which equity equals maintenance, with the bracket of the notional at that price. Undefined: price alone cannot liquidate it. */
  liquidationPrice(position: Position, brackets: readonly Bracket[]): number | undefined;
  /** By how many ticks the exchange shows a liquidation price nearer to entry than its rule has it; the trigger is the rule's. */
  ticksNearer(position: Position): number;
  /** Price at which the collateral is gone. Undefined: never. */
  bankruptcyPrice(position: Position): number | undefined;
  /** Maintenance margin in the settle coin of a position of `size` at `mark`, without closing fees. */
  maintenance(position: Position, mark: number, brackets: readonly Bracket[]): number;
}
