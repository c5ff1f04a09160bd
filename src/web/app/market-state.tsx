import type { MarketMessage } from "#wire/messages.ts";
import { formatAge, formatClock, formatTime, formatZone } from "#web/ui/format.ts";
import { Notice } from "#web/ui/notice.tsx";
import { useLive } from "./live-store.ts";
import { useChartReport } from "./reading-store.ts";
import { NothingThen } from "./replay/nothing-then.tsx";
import { useIsReplaying } from "./replay/replay-store.ts";
import type { Markets } from "./use-markets.ts";
import { REQUEST_EVERY_MS } from "./use-requests.ts";
import { useFreshness } from "./use-freshness.ts";

/** Whatever keeps the map from being whole and fresh, said over the chart: loading, empty, filling, stale, failed. */
export function MarketState({ markets, market }: { readonly markets: Markets; readonly market: MarketMessage | undefined }) {
  const isReplaying = useIsReplaying();
  const problem = useChartReport((report) => report.problem);
  if (!market) return <div className="stage-centre">{noMarket(markets)}</div>;
  if (!market.ready && isReplaying)
    return (
      <div className="stage-centre">
        <NothingThen />
      </div>
    );
  if (!market.ready) return <div className="stage-centre">{notReady(market)}</div>;
  return (
    <div className="stage-corner">
      <Staleness />
      {market.ending && <End market={market} ending={market.ending} />}
      {problem && (
        <Notice tone="bad" title="Part of the map is missing">
          <p>{problem}. What is drawn still holds; the page tries again by itself.</p>
        </Notice>
      )}
      {!isReplaying && market.backfill.state === "running" && <Filling market={market} />}
      {!isReplaying && market.backfill.state === "failed" && (
        <Notice tone="bad" title="History could not be filled">
          <p>{market.backfill.problem ?? "The exchange did not answer"}. The map grows from live data; an exchange that does not answer is asked again.</p>
        </Notice>
      )}
    </div>
  );
}

function noMarket({ loaded, preparing, problem }: Markets) {
  if (problem) {
    return (
      <Notice tone="bad" title="The server does not answer">
        <p>
          {problem.sentence}. Since {formatClock(problem.since)} {formatZone(problem.since)}.
        </p>
        <p>Nothing can be shown until it is back. Check that `npm start` is still running; this page reconnects by itself.</p>
      </Notice>
    );
  }
  if (preparing) {
    return (
      <Notice tone="neutral" title="Getting ready" progress={preparing.progress ?? undefined}>
        <p>
          {preparing.sentence}
          {preparing.progress === null ? "." : `: ${Math.round(preparing.progress * 100)} %.`} The first map appears as soon as its last day is estimated.
        </p>
      </Notice>
    );
  }
  if (loaded) {
    return (
      <Notice tone="neutral" title="No market yet">
        <p>The server follows no market. Start it with `--coins BTC,ETH,SOL`, or import history first.</p>
      </Notice>
    );
  }
  return <Notice tone="neutral" title="Loading markets" />;
}

function notReady({ coin, exchangeLabel, backfill }: MarketMessage) {
  if (backfill.state === "failed") {
    return (
      <Notice tone="bad" title={`No map of ${coin} yet`}>
        <p>{backfill.problem ?? `${exchangeLabel} did not answer`}. Other markets are not affected. An exchange that does not answer is asked again.</p>
      </Notice>
    );
  }
  return (
    <Notice tone="neutral" title={`Building the map of ${coin}`} progress={backfill.progress}>
      <p>
        {backfill.state === "waiting" ? "Waiting for its turn." : `Reading history from ${exchangeLabel}: ${Math.round(backfill.progress * 100)} %.`} The first
        columns appear as soon as they are estimated.
      </p>
    </Notice>
  );
}

function End({ market, ending }: { readonly market: MarketMessage; readonly ending: NonNullable<MarketMessage["ending"]> }) {
  const when = `${formatTime(ending.at)} ${formatZone(ending.at)}`;
  const { exchangeLabel, symbol } = market;
  if (!ending.isOver) {
    return (
      <Notice tone="neutral" title={`${symbol} will be delisted`}>
        <p>
          {exchangeLabel} stops trading it on {when}. Open positions are settled then.
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="neutral" title={`${symbol} was ${ending.why}`}>
      <p>
        {exchangeLabel} has not traded it since {when}. Its history stays readable; nothing is added to it any more.
      </p>
    </Notice>
  );
}

function Filling({ market }: { readonly market: MarketMessage }) {
  return (
    <Notice tone="neutral" title={`Filling history: ${Math.round(market.backfill.progress * 100)} %`} progress={market.backfill.progress}>
      <p>
        {market.provisional ? "What is drawn is a preview made of the last day: every column is replaced once." : "Columns may still change until this ends."}
      </p>
    </Notice>
  );
}

function Staleness() {
  const stream = useLive((live) => live.stream);
  const source = useLive((live) => live.source);
  const { freshAt, stale, silent, now } = useFreshness();
  if (freshAt === undefined || source === "replay") return null;
  if (stale) {
    return (
      <Notice tone="bad" title={`Map as of ${formatClock(freshAt)} ${formatZone(freshAt)}`}>
        <p>
          {silent === "market" ? "Nothing has come of this market since" : stream === "open" ? "The server is silent" : "The connection to the server is lost"},{" "}
          {formatAge(now - freshAt)} ago. What is drawn stays readable; it goes on by itself when {silent === "market" ? "its exchange" : "the server"} is back.
        </p>
      </Notice>
    );
  }
  if (stream !== "reconnecting") return null;
  return (
    <Notice tone="neutral" title="The live stream is away">
      <p>The page asks for the map every {REQUEST_EVERY_MS / 1_000} seconds until it is back.</p>
    </Notice>
  );
}
