import type { ContractKind } from "#core/instrument.ts";
import { maintenanceAt } from "./brackets-of-position.ts";
import { collateralOf, priceAtEquity, reachable } from "./margin-equation.ts";
import type { Bracket, MarginModel, Position } from "./margin-model.ts";

export interface FrozenRule {
  readonly name: string;
  readonly exchange: string;
  readonly contracts: readonly ContractKind[];
  /** Epoch ms; default 0. */
  readonly validFrom?: number;
  /** What equity must not fall below, in the settle coin: maintenance, and closing fees where the trigger counts them, at a price that does not move with mark. */
  readonly reserve: (position: Position, brackets: readonly Bracket[]) => number;
  readonly freezesMark?: (position: Position) => boolean;
}

/** The rule of exchanges that hold maintenance at a fixed price, of entry or of the moment, until the position changes. */
export function maintenanceFrozen({ name, exchange, contracts, validFrom = 0, reserve, freezesMark = () => false }: FrozenRule): MarginModel {
  return {
    name,
    exchange,
    contracts,
    validFrom,
    freezesMark,
    ticksNearer: () => 0,
    liquidationPrice: (position, brackets) =>
      position.size > 0 ? reachable(priceAtEquity(position, { collateral: collateralOf(position), reserve: reserve(position, brackets) })) : undefined,
    bankruptcyPrice: (position) => reachable(priceAtEquity(position, { collateral: collateralOf(position), reserve: 0 })),
    maintenance: (position, mark, brackets) => maintenanceAt(brackets, position, mark),
  };
}
