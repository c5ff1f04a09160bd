import type { ContractKind } from "#core/instrument.ts";
import { bracketIndexAt, maintenanceAt, priceAtCap } from "./brackets-of-position.ts";
import { collateralOf, priceAtEquity, priceInBracket, reachable } from "./margin-equation.ts";
import type { Bracket, MarginModel, Position } from "./margin-model.ts";

export interface OnMarkRule {
  readonly name: string;
  readonly exchange: string;
  readonly contracts: readonly ContractKind[];
  /** Epoch ms; default 0. */
  readonly validFrom?: number;
  /** Closing fee rate that the trigger counts, where it counts one. A position's own `feeRate` beats it. */
  readonly triggerFeeRate?: number;
  /** Default 0. */
  readonly ticksNearer?: (position: Position) => number;
  /** Where margin and extra margin do not simply add up. Default `collateralOf`. */
  readonly collateral?: (position: Position) => number;
}

/** The rule that most exchanges share: maintenance on mark by bracket, with or without the closing fee, solved in the bracket at the liquidation price. */
export function maintenanceOnMark(rule: OnMarkRule): MarginModel {
  const { triggerFeeRate, ticksNearer = () => 0, collateral = collateralOf } = rule;
  return {
    name: rule.name,
    exchange: rule.exchange,
    contracts: rule.contracts,
    validFrom: rule.validFrom ?? 0,
    freezesMark: () => false,
    ticksNearer,
    liquidationPrice: (position, brackets) =>
      firstTrigger(position, brackets, {
        collateral: collateral(position),
        feeRate: triggerFeeRate === undefined ? 0 : (position.feeRate ?? triggerFeeRate),
      }),
    bankruptcyPrice: (position) => reachable(priceAtEquity(position, { collateral: collateral(position), reserve: 0 })),
    maintenance: (position, mark, brackets) => maintenanceAt(brackets, position, mark),
  };
}

/**
 * Walks from the bracket at entry to the one whose solution lies in it. Where amounts keep maintenance continuous there is exactly one.
 * Where a bracket re-rates the whole position, two neighbours can each point to the other: then stepping over the cap between them is what liquidates.
 */
export function firstTrigger(position: Position, brackets: readonly Bracket[], of: { collateral: number; feeRate: number }): number | undefined {
  if (!(position.size > 0)) return undefined;
  let index = bracketIndexAt(brackets, position, position.entry);
  let before = -1;
  for (;;) {
    const price = priceInBracket(position, brackets[index], of);
    const at = bracketIndexAt(brackets, position, price);
    if (at === index) return reachable(price);
    const next = at > index ? index + 1 : index - 1;
    if (next === before) return priceAtCap(brackets[Math.min(index, next)], position);
    before = index;
    index = next;
  }
}
