import "#web/styles/health.css";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import type { ShelfMessage, StatusMessage } from "#wire/health.ts";
import { fetchStatus } from "#web/data/rest.ts";
import { formatAge, formatCount, formatTime, formatZone } from "#web/ui/format.ts";
import { Notice } from "#web/ui/notice.tsx";
import { VenueSection } from "./venue-section.tsx";
import { venuesOf } from "./venues.ts";
import { decimal } from "#web/ui/locale.ts";

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: true } } });
const REFRESH_MS = 2_000;

/** Feeds, back-fill, store and versions: what works, since when, and what was lost. */
export function HealthPage() {
  return (
    <QueryClientProvider client={queries}>
      <div className="page health-page">
        <Head />
        <div className="health" tabIndex={0}>
          <Body />
        </div>
      </div>
    </QueryClientProvider>
  );
}

const useHealth = () => useQuery({ queryKey: ["status"], queryFn: ({ signal }) => fetchStatus(signal), refetchInterval: REFRESH_MS });

const SOURCES = {
  live: undefined,
  simulated: { word: "SIMULATED", sentence: "A made-up market. No real data." },
  replay: { word: "STORED HISTORY", sentence: "Nothing here is live." },
} as const;

/** As on every other page: what all this stands on, where one is, and the way back. */
function Head() {
  const { data } = useHealth();
  const source = data && SOURCES[data.source];
  return (
    <header>
      {source && (
        <div className="source-banner" data-source={data.source} role="note">
          <strong>{source.word}</strong>
          <span>{source.sentence}</span>
        </div>
      )}
      <div className="top-bar">
        <a className="brand" href="/">
          <img src="/icon.svg" alt="" width="20" height="20" />
          Powderkeg
        </a>
        <h1>Health</h1>
        <span className="spring" />
        <a className="picker" href="/">
          Back to the map
        </a>
      </div>
    </header>
  );
}

function Body() {
  const { data, error, dataUpdatedAt } = useHealth();
  return (
    <main>
      {error && (
        <Notice tone="bad" title="The server does not answer">
          <p>
            {error.message}.{" "}
            {dataUpdatedAt > 0 ? `Below is what it last said, ${formatTime(dataUpdatedAt)} ${formatZone(dataUpdatedAt)}.` : "Nothing was heard of it yet."}
          </p>
        </Notice>
      )}
      {!data && !error && <Notice tone="neutral" title="Asking the server" />}
      {data && <Status status={data} />}
    </main>
  );
}

function Status({ status }: { readonly status: StatusMessage }) {
  const venues = venuesOf(status);
  return (
    <>
      <Process status={status} />
      {venues.length === 0 && <p className="muted">No exchange is followed.</p>}
      {venues.map((venue) => (
        <VenueSection key={venue.exchange} venue={venue} />
      ))}
    </>
  );
}

function shelfWords(shelf: ShelfMessage | null): string {
  if (shelf === null) return "not kept";
  const lost = shelf.lost > 0 ? `, ${formatCount(shelf.lost)} lines lost` : "";
  return `${decimal(shelf.bytes / 1e6, 1)} MB on disk${lost}${shelf.problem ? `: ${shelf.problem}` : ""}`;
}

function storeWords({ problem, failingSince }: StatusMessage["store"]): string {
  const since = failingSince === null ? "" : `since ${formatTime(failingSince)} ${formatZone(failingSince)}: `;
  return `${since}${problem ?? "in trouble"}`;
}

function clockWords({ clockFastMs, feeds }: StatusMessage): string {
  if (clockFastMs !== null) return `${formatAge(Math.abs(clockFastMs))} ${clockFastMs > 0 ? "fast" : "slow"}, by those of the exchanges: set it (NTP)`;
  return feeds.some(({ skewMs }) => skewMs !== null) ? "agrees with those of the exchanges" : "not compared with any exchange's";
}

function Process({ status }: { readonly status: StatusMessage }) {
  const { store } = status;
  const facts: readonly (readonly [string, string])[] = [
    [
      "Map as of",
      status.markets.every(({ asOf }) => asOf === null)
        ? "no map yet"
        : `${formatTime(status.asOf)} ${formatZone(status.asOf)}, ${formatAge(status.staleMs)} ago`,
    ],
    ["Store", store.ok ? "well" : storeWords(store)],
    ["Waiting to be stored", formatCount(store.queued)],
    ["Not stored", formatCount(store.shed)],
    ["Refused as contradictions", formatCount(store.refused)],
    ["Trades and books", shelfWords(store.trades)],
    ["Raw frames", shelfWords(store.frames)],
    ["Clock", clockWords(status)],
    ["Running since", `${formatTime(status.startedAt)} ${formatZone(status.startedAt)}`],
    ["Memory", `${Math.round(status.memoryBytes / 1e6)} MB`],
    ["Versions", `Powderkeg ${status.version}, model ${status.model}, Node ${status.node}`],
  ];
  return (
    <section aria-label="Server">
      <h2>
        <span className="dot" data-tone={store.ok ? "good" : "bad"} />
        Server and store
      </h2>
      <dl className="health-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
