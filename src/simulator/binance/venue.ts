import type { Venue } from "#simulator/wire/venue.ts";
import { BINANCE_VENUE } from "./declaration.ts";
import { createLiquidationFeed } from "./liquidation-feed.ts";
import { REST } from "./rest-routes.ts";
import { STREAMS } from "./streams.ts";

/** Binance USD-M. */
export const BINANCE: Venue = {
  declaration: BINANCE_VENUE,
  hosts: ({ http, ws }) => ({ POWDERKEG_BINANCE_REST_URL: http, POWDERKEG_BINANCE_WS_URL: ws, POWDERKEG_BINANCE_WEB_URL: http }),
  liquidationFeed: createLiquidationFeed,
  open: () => ({ rest: REST, streams: STREAMS }),
};
