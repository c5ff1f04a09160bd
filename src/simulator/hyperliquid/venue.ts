import type { Venue } from "#simulator/wire/venue.ts";
import { HYPERLIQUID_VENUE } from "./declaration.ts";
import { createForcedArchive } from "./fills.ts";
import { createRest } from "./rest.ts";
import { createStreams } from "./streams.ts";

/** Hyperliquid: no feed of liquidations, but everybody's positions and fills. */
export const HYPERLIQUID: Venue = {
  declaration: HYPERLIQUID_VENUE,
  hosts: ({ http, ws }) => ({ POWDERKEG_HYPERLIQUID_REST_URL: http, POWDERKEG_HYPERLIQUID_WS_URL: `${ws}/ws` }),
  // All of them can be seen, in the fills of whom they befell.
  liquidationFeed: () => ({ due: (forced) => forced }),
  open() {
    const forced = createForcedArchive();
    return { rest: createRest(forced), streams: createStreams(forced) };
  },
};
