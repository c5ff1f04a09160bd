import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { leverageBehind } from "#core/leverage-behind.ts";
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
        : leverageAt(position, liquidationPrice, position.positionValue / Math.abs(position.szi));
    const lossAtLiquidation = liquidationPrice === undefined ? 0 : Math.sign(position.szi) * (position.entryPx - liquidationPrice);
    return [
      {
        instrument,
        account,
        side: position.szi > 0 ? "long" : "short",
        size: Math.abs(position.szi),
        liquidationPrice,
        leverage,
        entryLeverage: liquidationPrice !== undefined && lossAtLiquidation > 0 ? leverageAt(position, liquidationPrice, position.entryPx) : leverage,
        asOf: asMs(state.time),
      },
    ];
  });
}

/** At a price, by the liquidation price that the exchange tells. */
const leverageAt = ({ szi, maxLeverage }: PositionRow, liquidationPrice: number, price: number): number =>
  leverageBehind(szi > 0 ? "long" : "short", { liquidationPrice, price, maintenanceRate: 1 / (2 * maxLeverage) });

function leverageOfAccount({ leverage, positionValue, marginUsed, maxLeverage }: PositionRow, { crossMarginSummary }: AccountState): number {
  const { notional, equity } =
    leverage.type === "isolated"
      ? { notional: positionValue, equity: marginUsed }
      : { notional: crossMarginSummary.totalNtlPos, equity: crossMarginSummary.accountValue };
  return Math.min(2 * maxLeverage, equity > 0 ? notional / equity : Infinity);
}
