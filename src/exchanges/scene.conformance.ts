import type { PositionSide } from "#core/position-side.ts";

/**
 * What happened, the same on every exchange: each says it in its own words, units and sides ({@link Scene}), and the same must come out. Sizes are in the
 * conserved unit: coins, of inverse contracts dollars of face.
 */
export const SCENE = {
  price: 60_000,
  size: { linear: 0.25, inverse: 15_000 },
  /** One side. */
  openInterest: { linear: 81_234.5, inverse: 450_000_000 },
  mark: 60_001.5,
  index: 60_000.5,
  fundingRate: -0.0001,
  /** Of who was liquidated: where the position was worth nothing, and where its order was filled. */
  bankruptcy: { long: 59_700, short: 60_300 },
  fill: { long: 59_940, short: 60_060 },
  /** In dollars of notional, of both kinds of contract. Maintenance is half of the initial margin at the highest leverage. */
  brackets: [
    { cap: 600_000, maxLeverage: 100, maintenanceRate: 0.005 },
    { cap: 3_000_000, maxLeverage: 50, maintenanceRate: 0.01 },
  ],
} as const;

/** A coin of which the peer lists options only, where the exchange has any. */
export const OPTION_COIN = "OPT";

/** The scene in the words of an exchange, of one instrument, as frames in the order in which they come. */
export interface Scene {
  readonly symbol: string;
  /** A taker sells, then one buys, {@link SCENE.size} at {@link SCENE.price}. */
  readonly trades: readonly object[];
  /** Positions of {@link SCENE.size} that are liquidated; as many in one frame as the exchange ever puts there, equal ones too. Absent: not public. */
  readonly liquidations?: { readonly says: readonly object[]; readonly sides: readonly PositionSide[]; readonly printed: "fill" | "bankruptcy" };
  /** Index, and funding of perpetuals; the mark comes last. */
  readonly marks: readonly object[];
  /** Every way in which the open interest is told. Absent: it is asked for, and the peer answers with {@link SCENE.openInterest}. */
  readonly openInterest?: readonly [object, ...object[]];
  /** Topics that its feed asks for by message. Default: those of the linear perpetual. */
  readonly topics?: number;
}
