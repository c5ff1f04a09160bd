import type { LiquidationEvent } from "#core/events.ts";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import { numberEqual } from "#exchanges/feeding/equal-orders.ts";
import { HYPERLIQUID } from "#exchanges/hyperliquid/declaration.ts";
import type { Fill } from "#exchanges/hyperliquid/schemas.ts";
import type { MarkTrail } from "./mark-trail.ts";

/** True when a position has shrunk, vanished or turned since it was last seen, and the mark has been where it would be liquidated: then its fills tell whether it was. */
export function mayHaveBeenForced(before: readonly AccountPosition[], after: readonly AccountPosition[], trail: MarkTrail): boolean {
  return before.some(({ instrument, side, size, liquidationPrice, asOf }) => {
    const left = after.find((position) => position.instrument === instrument && position.side === side)?.size ?? 0;
    return left < size && liquidationPrice !== undefined && trail.reached({ instrument, side, price: liquidationPrice, since: asOf });
  });
}

/**
 * The fills that the exchange itself marks as the account's own liquidation, in the watched instruments. The mark is on the other party's fills too:
 * there it names another user. The side is that of the position at the start of the fill.
 */
export function forcedFills(account: string, fills: readonly Fill[], watched: ReadonlySet<InstrumentId>): readonly LiquidationEvent[] {
  const forced = fills.flatMap<LiquidationEvent>(({ coin, px, sz, side, time, startPosition, liquidation }) => {
    const instrument = instrumentId({ exchange: HYPERLIQUID.id, symbol: coin });
    const isOwn = liquidation?.liquidatedUser?.toLowerCase() === account.toLowerCase();
    const closes = startPosition > 0 ? side === "A" : startPosition < 0 && side === "B";
    if (!isOwn || !closes || !watched.has(instrument)) return [];
    const positionSide = startPosition > 0 ? "long" : "short";
    return [{ kind: "liquidation", instrument, time: asMs(time), positionSide, price: px, size: sz, sampling: HYPERLIQUID.liquidations.sampling }];
  });
  return numberEqual(forced);
}
