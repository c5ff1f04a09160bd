import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { HEAT_LEVELS, WINDOWS } from "#core/heat-levels.ts";
import { tilesAhead } from "#core/tiles-ahead.ts";
import { INTERVALS, INTERVALS_MS } from "./bar-intervals.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { Backfill } from "#pipeline/market-view.ts";
import { LEAST_LEVEL_AHEAD, type ShownMarket } from "./page-tiles-ahead.ts";

const MOST_REALISED_CELLS = 3_000;
/** Markets are combined within a second, and who waited for the start goes first. */
const AFTER_MS = 2_000;
const UNFILLED: ReadonlySet<Backfill["state"]> = new Set(["waiting", "running"]);

/** Rehearses the market that a page opens with, once the histories of all that are followed are there; never if the signal is quicker. */
export async function rehearse(app: Pick<FastifyInstance, "inject">, hub: Pick<Hub, "markets" | "subscribe">, signal: AbortSignal): Promise<void> {
  await allFilled(hub, signal);
  await pause(AFTER_MS, undefined, { signal }).catch(() => undefined);
  const [market] = hub.markets();
  if (market) await rehearsePage(app, market, signal);
}

/** Also resolves when the signal is aborted. */
function allFilled({ markets, subscribe }: Pick<Hub, "markets" | "subscribe">, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const states = new Map(markets().map(({ id, backfill }) => [id, backfill.state]));
    const look = () => {
      if (!signal.aborted && (states.size === 0 || [...states.values()].some((state) => UNFILLED.has(state)))) return;
      unsubscribe();
      signal.removeEventListener("abort", look);
      resolve();
    };
    const unsubscribe = subscribe((update) => {
      if (update.kind !== "market" || states.get(update.market.id) === update.market.backfill.state) return;
      states.set(update.market.id, update.market.backfill.state);
      look();
    });
    signal.addEventListener("abort", look);
    look();
  });
}

/**
 * Asks the server what a page of the longest window of a market asks: whoever opens such a page first then meets compiled code and a store that has
 * been read, which halves what the server takes for it (bench/RESULTS.md). One request after the other, so that others are answered between them, until the
 * signal ends it. Answers are thrown away, refusals too: they are told to who asks himself.
 */
export async function rehearsePage(app: Pick<FastifyInstance, "inject">, market: ShownMarket, signal: AbortSignal): Promise<void> {
  for (const url of addressesOf(market)) {
    if (signal.aborted) return;
    await app.inject({ url, headers: { "accept-encoding": "gzip" } });
  }
}

/** None while the market's history is shorter than the windows that take long. */
export function addressesOf({ id, mark, firstTime, lastTime, finestLevel }: ShownMarket): readonly string[] {
  if (mark === null || firstTime === null || lastTime === null) return [];
  const window = WINDOWS.findLast(({ level, spanMs }) => level >= Math.max(LEAST_LEVEL_AHEAD, finestLevel) && lastTime - firstTime > spanMs / 2);
  if (!window) return [];
  const { name, level, spanMs } = window;
  const fromMs = lastTime - spanMs;
  const market = `/v1/markets/${id.replace(":", "/")}`;
  const range = `from=${fromMs}&to=${lastTime}`;
  const tiles = tilesAhead(level, mark, { fromMs, toMs: lastTime });
  return [
    `/?market=${id}&window=${name}`,
    "/v1/markets",
    ...INTERVALS.filter((interval) => INTERVALS_MS[interval] === HEAT_LEVELS[level].columnMs).map(
      (interval) => `${market}/candles?interval=${interval}&${range}`,
    ),
    `${market}/spread`,
    ...tiles.map(({ x, y }) => `${market}/tiles/modelled/${level}/${x}/${y}`),
    `${market}/realised?level=${level}&${range}&limit=${MOST_REALISED_CELLS}`,
  ];
}
