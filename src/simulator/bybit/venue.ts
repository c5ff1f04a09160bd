import type { Venue } from "#simulator/wire/venue.ts";
import { BYBIT_VENUE } from "./declaration.ts";
import { createLiquidationFeed } from "./liquidation-feed.ts";
import { REST } from "./rest-routes.ts";
import { createStreams } from "./streams.ts";

/** Bybit, linear and inverse. */
export const BYBIT: Venue = {
  declaration: BYBIT_VENUE,
  hosts: ({ http, ws }) => ({ POWDERKEG_BYBIT_REST_URL: http, POWDERKEG_BYBIT_WS_URL: ws }),
  liquidationFeed: createLiquidationFeed,
  open: () => ({ rest: REST, streams: createStreams() }),
};
