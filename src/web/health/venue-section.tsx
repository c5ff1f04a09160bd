import type { MarketHealthMessage, StreamHealthMessage } from "#wire/messages.ts";
import { formatAge, formatCount, formatShare, formatTime } from "#web/ui/format.ts";
import { type HealthRow, HealthTable } from "./health-table.tsx";
import { type Venue, backfillWords, toneOfMarket, toneOfStream } from "./venues.ts";
import { decimal } from "#web/ui/locale.ts";

/** One exchange: its streams, and the markets they feed. */
export function VenueSection({ venue }: { readonly venue: Venue }) {
  return (
    <section aria-label={venue.label}>
      <h2>
        <span className="dot" data-tone={venue.tone} />
        {venue.label}
      </h2>
      <p className="muted">
        {venue.summary}
        {venue.liquidations && `; ${venue.liquidations}`}.
      </p>
      {venue.markets.length > 0 && <HealthTable name={`Markets of ${venue.label}`} columns={MARKET_COLUMNS} rows={venue.markets.map(marketRow)} />}
      {venue.streams.length > 0 && <HealthTable name={`Streams of ${venue.label}`} columns={STREAM_COLUMNS} rows={saidOnce(venue.streams.map(streamRow))} />}
    </section>
  );
}

/** What has ailed a connection ailed all of its streams: of those that deliver again, the first says it. */
function saidOnce(rows: readonly HealthRow[]): readonly HealthRow[] {
  const firsts = new Set(rows.filter(({ note }, index) => rows.findIndex((row) => row.note === note) === index));
  return rows.map((row) => (row.tone !== "good" || firsts.has(row) ? row : { ...row, note: undefined }));
}

const MARKET_COLUMNS = ["Market", "History", "Map as of", "Prints seen", "Holes", "Missing"] as const;

function marketRow({ market, symbol, asOf, staleMs, printedShare, holes, missingMs, ...fill }: MarketHealthMessage) {
  return {
    key: market,
    tone: toneOfMarket(fill),
    cells: [
      symbol,
      fill.ended === null ? backfillWords(fill) : `${fill.ended.why} ${formatTime(fill.ended.at)}`,
      asOf === null ? "no map yet" : `${formatTime(asOf)}, ${formatAge(staleMs ?? 0)} ago`,
      printedShare === null ? "–" : formatShare(printedShare),
      String(holes),
      missingMs === 0 ? "0" : formatAge(missingMs),
    ],
  };
}

const STREAM_COLUMNS = ["Stream", "Market", "State", "Age", "Rate", "Behind", "Gaps", "Reconnects", "Dropped", "Shed"] as const;

/** Of the stream `clock` by the exchange's own word, of the others by what their messages carry. */
function behind({ lagMs, skewMs }: StreamHealthMessage): string {
  const ms = skewMs === null ? lagMs : -skewMs;
  return ms === null ? "–" : `${Math.round(ms)} ms`;
}

/** Of a stream that delivers it is something that is over. */
function problemWords({ problem, problemAt }: StreamHealthMessage): string | undefined {
  if (problem === null || problemAt === null) return problem ?? undefined;
  return `${formatTime(problemAt)}: ${problem}`;
}

function streamRow(of: StreamHealthMessage) {
  return {
    key: `${of.stream} ${of.market ?? ""}`,
    tone: toneOfStream(of),
    note: problemWords(of),
    cells: [
      of.stream,
      of.market?.split(":")[1] ?? "all",
      of.state,
      of.ageMs === null ? "–" : formatAge(of.ageMs),
      `${decimal(of.perSecond, of.perSecond >= 10 ? 0 : 1)} /s`,
      behind(of),
      ...[of.gaps, of.reconnects, of.dropped, of.shed].map((count) => formatCount(count)),
    ],
  };
}
