import type { HubStatus } from "#pipeline/hub.ts";
import type { ShelfHealth } from "#storage/shelf/shelf.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { type MarketHealthMessage, type ShelfMessage, type StatusMessage, type StreamHealthMessage, statusReplySchema } from "#wire/health.ts";
import { newestBookTime, provenanceOf } from "#server/as-of.ts";
import { machineClockFastMs } from "#server/machine-clock.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";

/** GET /v1/status: feeds, markets, store and process. */
export function statusRoutes(app: RouteScope, options: ServerOptions): void {
  app.get(
    "/v1/status",
    { schema: { tags: ["v1"], summary: "Health of feeds, markets, store and process", response: { 200: statusReplySchema } } },
    async (_request, reply) => {
      void reply.header("cache-control", "no-cache");
      return statusMessage(options);
    },
  );
}

export function statusMessage({ hub, version }: ServerOptions): StatusMessage {
  const now = hub.source === "replay" ? Date.now() : hub.now();
  const { feeds, recorder, tape } = hub.status();
  const markets = hub.markets();
  return {
    ...provenanceOf(hub, newestBookTime(hub)),
    version,
    layer: "modelled",
    model: markets.map(({ id }) => hub.model(id)).find((model) => model !== undefined) ?? "none yet",
    now,
    clockFastMs: machineClockFastMs(feeds) ?? null,
    startedAt: hub.startedAt,
    feeds: feeds.map((feed) => streamHealth(feed, now)),
    markets: markets.filter(({ members }) => members === null).map((market) => marketHealth(market, hub.now())),
    store: {
      ok: recorder.problem === undefined && recorder.shed === 0,
      failingSince: recorder.failingSince ?? null,
      problem: recorder.problem ?? lossOf(recorder.shed),
      queued: recorder.queued,
      shed: recorder.shed,
      refused: recorder.refused,
      trades: shelfHealth(tape?.trades),
      frames: shelfHealth(tape?.frames),
    },
    reliability: markets.flatMap(({ id, reliability }) => (reliability ? [{ market: id, ...reliability }] : [])),
    memoryBytes: process.memoryUsage.rss(),
    node: process.version,
  };
}

function streamHealth(
  { instrument, lastMessageAt, perSecond, lagMs, skewMs, problem, problemAt, ...counts }: HubStatus["feeds"][number],
  now: number,
): StreamHealthMessage {
  const ageMs = lastMessageAt === undefined ? null : Math.max(0, now - lastMessageAt);
  return {
    ...counts,
    market: instrument ?? null,
    ageMs,
    perSecond: hundredths(perSecond),
    lagMs: lagMs === undefined ? null : hundredths(lagMs),
    skewMs: skewMs ?? null,
    problem: problem ?? null,
    problemAt: problemAt ?? null,
  };
}

function marketHealth(view: MarketView, now: number): MarketHealthMessage {
  const { id, exchange, exchangeLabel, symbol, ready, provisional, backfill, lastTime, ending, liquidationFeed, printedShare, holes } = view;
  return {
    market: id,
    exchange,
    exchangeLabel,
    symbol,
    ready,
    provisional,
    backfill,
    asOf: lastTime,
    staleMs: lastTime === null ? null : Math.max(0, now - lastTime),
    standing: standingOf(view, now),
    ended: ending?.isOver ? { at: ending.at, why: ending.why } : null,
    sampling: liquidationFeed?.sampling ?? null,
    printedShare,
    holes: holes.length,
    missingMs: holes.reduce((sum, { missingMs }) => sum + missingMs, 0),
  };
}

/** As the map is drawn: hatched from the third step on that is missing. */
const LATE_STEPS = 3;

function standingOf({ ready, lastTime, stepMs, ending }: MarketView, now: number): MarketHealthMessage["standing"] {
  if (ending?.isOver) return "ended";
  if (!ready || lastTime === null) return "loading";
  return now - lastTime > LATE_STEPS * stepMs ? "late" : "fresh";
}

const shelfHealth = (health: ShelfHealth | undefined): ShelfMessage | null => (health ? { ...health, problem: health.problem ?? null } : null);

const hundredths = (value: number): number => Math.round(value * 100) / 100;

const lossOf = (shed: number): string | null => (shed > 0 ? `${shed} events were not stored because the store was too slow or full` : null);
