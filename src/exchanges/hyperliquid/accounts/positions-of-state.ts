import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { sideSign } from "#core/position-side.ts";
import { asMs } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import { HYPERLIQUID } from "#exchanges/hyperliquid/declaration.ts";
import type { AccountState } from "#exchanges/hyperliquid/schemas.ts";

type PositionRow = AccountState["assetPositions"][number]["position"];

/** An account's positions of the watched instruments; what it holds elsewhere counts only in its margin. */
export function positionsOfState(account: string, state: AccountState, watched: ReadonlySet<InstrumentId>): readonly AccountPosition[] {
  return state.assetPositions.flatMap(({ position }) => {
    const instrument = instrumentId({ exchange: HYPERLIQUID.id, symbol: position.coin });
    if (!watched.has(instrument) || position.szi === 0) return [];
    const liquidationPrice = position.liquidationPx !== null && position.liquidationPx > 0 ? position.liquidationPx : undefined;
    const leverage =
      liquidationPrice === undefined
        ? leverageOfAccount(position, state)
        : leverageBehind(position, liquidationPrice, position.positionValue / Math.abs(position.szi));
    const lossAtLiquidation = liquidationPrice === undefined ? 0 : Math.sign(position.szi) * (position.entryPx - liquidationPrice);
    return [
      {
        instrument,
        account,
        side: position.szi > 0 ? "long" : "short",
        size: Math.abs(position.szi),
        liquidationPrice,
        leverage,
        entryLeverage: liquidationPrice !== undefined && lossAtLiquidation > 0 ? leverageBehind(position, liquidationPrice, position.entryPx) : leverage,
        asOf: asMs(state.time),
      },
    ];
  });
}

/**
 * Equity behind a position at a price is what it loses until it is liquidated, and the maintenance margin that is left then:
 * `1 / L = s (1 - LP (1 - s m) / P)`. It holds in cross margin with other positions too, and where part of the equity lies outside the perpetuals' account.
 */
function leverageBehind({ szi, maxLeverage }: PositionRow, liquidationPrice: number, price: number): number {
  const sign = sideSign(szi > 0 ? "long" : "short");
  const maintenanceRate = 1 / (2 * maxLeverage);
  const equityShare = sign * (1 - (liquidationPrice * (1 - sign * maintenanceRate)) / price);
  return 1 / Math.max(equityShare, maintenanceRate);
}

function leverageOfAccount({ leverage, positionValue, marginUsed, maxLeverage }: PositionRow, { crossMarginSummary }: AccountState): number {
  const { notional, equity } =
    leverage.type === "isolated"
      ? { notional: positionValue, equity: marginUsed }
      : { notional: crossMarginSummary.totalNtlPos, equity: crossMarginSummary.accountValue };
  return Math.min(2 * maxLeverage, equity > 0 ? notional / equity : Infinity);
}
