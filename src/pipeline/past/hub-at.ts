import { type Ms, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView, MemberView } from "#pipeline/market-view.ts";
import type { Hole } from "#pipeline/history/market-holes.ts";
import { clippedReads } from "./clipped-reads.ts";

/** What can still be asked of a hub about an earlier instant. */
export type PastHub = Pick<Hub, "source" | "now" | "markets" | "market" | "model" | "tile" | "candles" | "samples" | "realised" | "events" | "spreadAt">;

/**
 * The hub as it could have been asked at `at`, its clock standing there. Of a market it tells what does not change and how far its map went then;
 * figures that have to be looked up are null, see viewAt. Tiles are as they are stored: whoever reads one reads no column that ended later.
 */
export function hubAt(hub: Hub, at: Ms): PastHub {
  return {
    source: hub.source,
    now: () => at,
    markets: () => hub.markets().map((market) => viewThen(market, at)),
    market: (id) => {
      const market = hub.market(id);
      return market && viewThen(market, at);
    },
    model: (id) => hub.model(id),
    tile: (id, place) => hub.tile(id, place),
    ...clippedReads(hub, at),
  };
}

function viewThen(market: MarketView, at: Ms): MarketView {
  const { firstTime, firstPrintTime, lastTime, stepMs, holes, openInterestHoles, members, ending } = market;
  const newest = asMs(Math.floor(at / stepMs) * stepMs);
  const holeThen = ({ from, to, missingMs }: Hole) => (from < at ? { from, to: asMs(Math.min(to, at)), missingMs: Math.min(missingMs, at - from) } : []);
  const wasThere = firstTime !== null && firstTime < newest;
  return {
    ...market,
    ending: ending?.isOver && ending.at <= at ? ending : null,
    mark: null,
    heatRange: null,
    change24h: null,
    openInterestUsd: null,
    funding: null,
    explainedShare: null,
    reliability: null,
    thinBelowUsd: null,
    markSource: null,
    printedShare: null,
    measured: null,
    firstTime: wasThere ? firstTime : null,
    lastTime: wasThere && lastTime !== null ? Math.min(lastTime, newest) : null,
    ready: market.ready && wasThere,
    openInterestHoles: openInterestHoles.flatMap(holeThen),
    holes: holes.flatMap(holeThen),
    firstPrintTime: firstPrintTime !== null && firstPrintTime <= at ? firstPrintTime : null,
    members: members?.map((member) => memberThen(member, newest)) ?? null,
  };
}

const memberThen = ({ market, exchangeLabel, symbol, ready, lastTime }: MemberView, newest: number): MemberView => ({
  market,
  exchangeLabel,
  symbol,
  basis: null,
  openInterestUsd: null,
  ready,
  lastTime: lastTime && Math.min(lastTime, newest),
});
