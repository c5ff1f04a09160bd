import { BINANCE_VENUE } from "#simulator/binance/declaration.ts";
import { BINANCE } from "#simulator/binance/venue.ts";
import { BITGET_VENUE } from "#simulator/bitget/declaration.ts";
import { BITGET } from "#simulator/bitget/venue.ts";
import { BYBIT_VENUE } from "#simulator/bybit/declaration.ts";
import { HYPERLIQUID_VENUE } from "#simulator/hyperliquid/declaration.ts";
import { HYPERLIQUID } from "#simulator/hyperliquid/venue.ts";
import type { VenueDeclaration } from "#simulator/market/instrument-declaration.ts";
import { OKX_VENUE } from "#simulator/okx/declaration.ts";
import { BYBIT } from "#simulator/bybit/venue.ts";
import { OKX } from "#simulator/okx/venue.ts";
import type { Venue } from "#simulator/wire/venue.ts";

/** Every exchange that the simulator has; a new one is one folder and one line here. */
export const SIMULATED_VENUES: readonly VenueDeclaration[] = [BINANCE_VENUE, BYBIT_VENUE, OKX_VENUE, BITGET_VENUE, HYPERLIQUID_VENUE];

/** Those that speak their wire format. */
export const VENUES: readonly Venue[] = [BINANCE, BYBIT, OKX, BITGET, HYPERLIQUID];
