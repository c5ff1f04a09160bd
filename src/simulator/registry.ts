import { BINANCE } from "#simulator/binance/venue.ts";
import { BITGET } from "#simulator/bitget/venue.ts";
import { BYBIT } from "#simulator/bybit/venue.ts";
import { HYPERLIQUID } from "#simulator/hyperliquid/venue.ts";
import { OKX } from "#simulator/okx/venue.ts";
import type { Venue } from "#simulator/wire/venue.ts";

/** Every exchange that the simulator has; a new one is one folder and one line here. */
export const VENUES: readonly Venue[] = [BINANCE, BYBIT, OKX, BITGET, HYPERLIQUID];
