import type { MarketMessage } from "#wire/messages.ts";
import { asSentence, formatAge, formatClock, formatTime, formatZone } from "#web/ui/format.ts";
import { Notice } from "#web/ui/notice.tsx";
import { adviceFor, connectionWords } from "#web/app/connection/connection-words.ts";
import { KeptMap } from "#web/app/connection/kept-map.tsx";
import { useLive } from "#web/app/connection/live-store.ts";
import { useChartReport } from "#web/app/reading/reading-store.ts";
import { NothingThen } from "#web/app/replay/nothing-then.tsx";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import type { Markets } from "./use-markets.ts";
import { useFreshness } from "./use-freshness.ts";
import { useOnline } from "#web/app/connection/use-online.ts";
import { useStatus } from "#web/app/connection/use-status.ts";

/** Whatever keeps the map from being whole and fresh, said over the chart: loading, empty, filling, stale, failed. */
export function MarketState({ markets, market }: { readonly markets: Markets; readonly market: MarketMessage | undefined }) {
  const isReplaying = useIsReplaying();
  const problem = useChartReport((report) => report.problem);
  const isLost = useLive((live) => live.lostAt !== undefined);
  const { stale } = useFreshness();
  if (!market) return <div className="stage-centre">{markets.problem ? <NoServer {...markets.problem} /> : noMarket(markets)}</div>;
  if (!market.ready && isReplaying)
    return (
      <div className="stage-centre">
        <NothingThen />
      </div>
    );
  if (!market.ready) return <div className="stage-centre">{notReady(market)}</div>;
  return (
    <div className="stage-corner">
      <Connection />
      {!isReplaying && <WrongClock />}
      {market.ending && <End market={market} ending={market.ending} />}
      {problem && !(isLost && stale) && (
        <Notice tone="bad" title="Part of the map is missing">
          <p>{asSentence(problem)}. What is drawn still holds; the page tries again by itself.</p>
        </Notice>
      )}
      {!isReplaying && market.backfill.state === "running" && <Filling market={market} />}
      {!isReplaying && market.backfill.state === "failed" && (
        <Notice tone="bad" title="History could not be filled">
          <p>{market.backfill.problem ?? "The exchange did not answer"}. The map grows from live data; the history is tried again by itself.</p>
        </Notice>
      )}
    </div>
  );
}

/** Nothing has come since the page was opened: it says so, and shows what was kept of the last time. */
function NoServer({ sentence, since }: NonNullable<Markets["problem"]>) {
  const isOnline = useOnline();
  return (
    <div className="no-server">
      <Notice tone="bad" title={isOnline ? "The server does not answer" : "This device is offline"}>
        <p>
          {asSentence(sentence)}. Since {formatClock(since)} {formatZone(since)}.
        </p>
        <p>Nothing live can be shown until it is back. {adviceFor(isOnline)}</p>
      </Notice>
      <KeptMap />
    </div>
  );
}

function noMarket({ loaded, preparing }: Markets) {
  if (preparing) {
    return (
      <Notice tone="neutral" title="Getting ready" progress={preparing.progress ?? undefined}>
        <p>
          {preparing.sentence}
          {preparing.progress === null ? "." : `: ${Math.round(preparing.progress * 100)}\u00a0%.`} The first map appears as soon as its last day is estimated.
        </p>
      </Notice>
    );
  }
  if (loaded) return <NoMarket />;
  return <Notice tone="neutral" title="Loading markets" />;
}

/** No exchange has answered since the start and nothing is stored of any, or the server was told to follow nothing. */
function NoMarket() {
  const asked = useStatus()?.feeds.filter(({ stream }) => stream === "instruments") ?? [];
  const since = Math.min(...asked.map(({ problemAt }) => problemAt ?? Infinity));
  if (asked.length === 0)
    return (
      <Notice tone="neutral" title="No market yet">
        <p>The server follows no market. Start it with `--coins BTC,ETH,SOL`, or import history first.</p>
      </Notice>
    );
  return (
    <Notice tone="bad" title={`No exchange can be used${since < Infinity ? ` since ${formatClock(since)} ${formatZone(since)}` : ""}`}>
      <ul>
        {asked.map(({ exchange, problem }) => (
          <li key={exchange}>{asSentence(problem ?? `${exchange} has not answered yet`)}.</li>
        ))}
      </ul>
      <p>
        Each is asked again within a minute, and its map begins when it answers; nothing is stored of them yet. On the server{" "}
        <code>node bin/powderkeg.js doctor</code> says what works from there.
      </p>
    </Notice>
  );
}

function notReady({ coin, exchangeLabel, backfill }: MarketMessage) {
  if (backfill.state === "failed") {
    return (
      <Notice tone="bad" title={`No map of ${coin} yet`}>
        <p>{backfill.problem ?? `${exchangeLabel} did not answer`}. Other markets are not affected; it is tried again by itself.</p>
      </Notice>
    );
  }
  return (
    <Notice tone="neutral" title={`Building the map of ${coin}`} progress={backfill.progress}>
      <p>
        {backfill.state === "waiting" ? "Waiting for its turn." : `Reading history from ${exchangeLabel}: ${Math.round(backfill.progress * 100)}\u00a0%.`} The
        first columns appear as soon as they are estimated.
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

/** The server's clock: what it does to the map is worth a notice from half a minute on. */
function WrongClock() {
  const fastMs = useStatus()?.clockFastMs ?? 0;
  if (Math.abs(fastMs) < 30_000) return null;
  return (
    <Notice tone="bad" title={`The server's clock is ${formatAge(Math.abs(fastMs))} ${fastMs > 0 ? "fast" : "slow"}`}>
      <p>
        By the clocks of the exchanges, whose times the map goes by: it {fastMs > 0 ? "looks that much older than it is" : "ends that much too early"}. What is
        drawn holds. Set the clock of the machine (NTP); nothing has to be restarted.
      </p>
    </Notice>
  );
}

function Connection() {
  const stream = useLive((live) => live.stream);
  const lostAt = useLive((live) => live.lostAt);
  const words = connectionWords({ ...useFreshness(), stream, lostAt, isOnline: useOnline() });
  if (!words) return null;
  return (
    <Notice tone={words.tone} title={words.title}>
      <p>{words.sentences.join(" ")}</p>
    </Notice>
  );
}
