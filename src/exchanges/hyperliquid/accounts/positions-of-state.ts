import { AppError } from "#core/app-error.ts";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { leverageBehind } from "#core/leverage-behind.ts";
import { asMs } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import { HYPERLIQUID } from "#exchanges/hyperliquid/declaration.ts";
import { type AccountState, type Position, positionSchema } from "#exchanges/hyperliquid/schemas.ts";

/** An account's positions of the watched instruments; what it holds elsewhere counts only in its margin. Throws `unavailable` where one of them cannot be read. */
export function positionsOfState(account: string, state: AccountState, watched: ReadonlySet<InstrumentId>): readonly AccountPosition[] {
  return state.assetPositions.flatMap(({ position: row }) => {
    const instrument = instrumentId({ exchange: HYPERLIQUID.id, symbol: row.coin });
    if (!watched.has(instrument)) return [];
    const position = read(row);
    if (position.szi === 0) return [];
    const told = position.liquidationPx ?? 0;
    const liquidationPrice = told > 0 ? told : undefined;
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

function read(row: { readonly coin: string }): Position {
  const { data, error } = positionSchema.safeParse(row);
  if (data !== undefined) return data;
  const [{ path, message }] = error.issues;
  throw new AppError("unavailable", `${HYPERLIQUID.label} tells a position in ${row.coin} in an unknown shape: ${path.join(".")}: ${message}`, {
    cause: error,
  });
}

/** At a price, by the liquidation price that the exchange tells. */
const leverageAt = ({ szi, maxLeverage }: Position, liquidationPrice: number, price: number): number =>
  leverageBehind(szi > 0 ? "long" : "short", { liquidationPrice, price, maintenanceRate: 1 / (2 * maxLeverage) });

function leverageOfAccount({ leverage, positionValue, marginUsed, maxLeverage }: Position, { crossMarginSummary }: AccountState): number {
  const { notional, equity } =
    leverage.type === "isolated"
      ? { notional: positionValue, equity: marginUsed }
      : { notional: crossMarginSummary.totalNtlPos, equity: crossMarginSummary.accountValue };
  return Math.min(2 * maxLeverage, equity > 0 ? notional / equity : Infinity);
}
