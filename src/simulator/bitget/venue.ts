import type { Venue } from "#simulator/wire/venue.ts";
import { BITGET_VENUE } from "./declaration.ts";
import { createLiquidationArchive } from "./liquidation-archive.ts";
import { createLiquidationFeed } from "./liquidation-feed.ts";
import { createRest } from "./rest-routes.ts";
import { createStreams } from "./streams.ts";

/** Bitget, the market data of its unified account. */
export const BITGET: Venue = {
  declaration: BITGET_VENUE,
  hosts: ({ http, ws }) => ({ POWDERKEG_BITGET_REST_URL: http, POWDERKEG_BITGET_WS_URL: ws }),
  liquidationFeed: createLiquidationFeed,
  open() {
    const archive = createLiquidationArchive();
    return { rest: createRest(archive), streams: createStreams(archive) };
  },
};
