import type { PositionSide } from "#core/position-side.ts";

/** What an exchange with public accounts says of one position, at the end of the tick that runs. */
export interface AccountPosition {
  /** `0x` and 40 hexadecimal digits. The same account may hold positions in other coins, isolated. */
  readonly address: string;
  readonly coin: string;
  readonly side: PositionSide;
  /** Base coin, unsigned. */
  readonly size: number;
  readonly entry: number;
  readonly marginMode: "isolated" | "cross";
  /** The whole number that the trader set; effective leverage is what stands behind the position. */
  readonly leverage: number;
  readonly maxLeverage: number;
  /** Undefined: price alone cannot reach it. */
  readonly liquidationPrice: number | undefined;
  readonly notionalUsd: number;
  /** Isolated: its own collateral and profit. Cross: notional over the leverage set. */
  readonly marginUsedUsd: number;
  readonly unrealizedProfitUsd: number;
  /** What the account holds because of this position, profit included; an account's value is the sum over its positions. */
  readonly equityUsd: number;
}

/** Who holds what on one instrument of an exchange with public accounts. */
export interface AccountRegister {
  /** Address of an account number, as trades carry them. */
  addressOf(account: number): string;
  /** Undefined when the account is unknown or flat in this instrument. */
  positionOf(address: string): AccountPosition | undefined;
  /** Addresses of everybody who holds a position now. */
  holders(): readonly string[];
}
