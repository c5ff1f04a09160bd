import type { Venue } from "#simulator/wire/venue.ts";
import { OKX_VENUE } from "./declaration.ts";
import { createLiquidationFeed } from "./liquidation-feed.ts";
import { REST } from "./rest-routes.ts";
import { createStreams } from "./streams.ts";
import { gatherPrints } from "./tape.ts";

/** OKX, swaps and futures. */
export const OKX: Venue = {
  declaration: OKX_VENUE,
  hosts: ({ http, ws }) => ({ POWDERKEG_OKX_REST_URL: http, POWDERKEG_OKX_WS_URL: ws }),
  liquidationFeed: createLiquidationFeed,
  tape: gatherPrints,
  open: () => ({ rest: REST, streams: createStreams() }),
};
