import type { StatusMessage } from "#wire/messages.ts";
import { HEALTH_PATH } from "#web/health/address.ts";
import { toneOfStream } from "#web/health/venues.ts";
import { formatAge } from "#web/ui/format.ts";
import { Popover } from "#web/ui/popover.tsx";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import { useFeedSummary, useStatus } from "./use-status.ts";

/** Whether what is on screen is fresh; opens the list of feeds. */
export function FeedBadge({ compact }: { readonly compact: boolean }) {
  const summary = useFeedSummary();
  const status = useStatus();
  const isReplaying = useIsReplaying();
  // In a replay it alone is not of then.
  const when = isReplaying ? "now " : "";
  const badge = (
    <button type="button" className="feed-badge" data-tone={summary.tone} aria-label={`${when}${summary.label} ${summary.age ?? ""}: ${summary.detail}`}>
      <span className="dot" aria-hidden="true" />
      {!compact && when && <span className="muted">{when}</span>}
      {(!compact || summary.tone === "bad") && <span>{summary.label} </span>}
      {!compact && summary.age && <span className="muted figure">{summary.age}</span>}
    </button>
  );
  return (
    <Popover trigger={badge} name="Feeds" className="feed-list" offsetPx={6}>
      <p className="popover-lead">{summary.detail}</p>
      {status && <FeedRows status={status} />}
      <p>
        <a className="feed-health" href={HEALTH_PATH}>
          All about it: Health
        </a>
      </p>
    </Popover>
  );
}

/** One line an exchange, then whatever does not deliver or has lost something. */
function FeedRows({ status }: { readonly status: StatusMessage }) {
  const exchanges = [...new Set(status.feeds.map(({ exchange }) => exchange))];
  const labelOf = (exchange: string) => status.markets.find((market) => market.exchange === exchange)?.exchangeLabel ?? exchange;
  const notable = status.feeds.filter((feed) => feed.state === "stale" || feed.state === "closed" || feed.gaps > 0);
  return (
    <>
      <table>
        <tbody>
          {exchanges.map((exchange) => (
            <ExchangeRow key={exchange} label={labelOf(exchange)} feeds={status.feeds.filter((feed) => feed.exchange === exchange)} />
          ))}
          {notable.map((feed) => (
            <tr key={`${feed.exchange} ${feed.stream} ${feed.market ?? ""}`}>
              <td>
                <span className="dot" data-tone={toneOfStream(feed)} />
                {labelOf(feed.exchange)} {feed.market ? feed.market.split(":")[1] : ""} {feed.stream}
              </td>
              <td className="figure">{feed.ageMs === null ? feed.state : formatAge(feed.ageMs)}</td>
              <td className="figure muted">{feed.gaps > 0 ? `${feed.gaps} gaps` : (feed.problem ?? "")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {status.store.ok ? "Store is well." : `Store: ${status.store.problem ?? "in trouble"}.`} Model {status.model}, Powderkeg {status.version}.
      </p>
    </>
  );
}

function ExchangeRow({ label, feeds }: { readonly label: string; readonly feeds: StatusMessage["feeds"] }) {
  const live = feeds.filter(({ state }) => state === "live");
  const ages = live.flatMap(({ ageMs }) => ageMs ?? []);
  return (
    <tr>
      <td>
        <span className="dot" data-tone={live.length === feeds.length ? "good" : live.length > 0 ? "neutral" : "bad"} />
        {label}
      </td>
      <td className="figure">
        {live.length}/{feeds.length} feeds
      </td>
      <td className="figure muted">{ages.length > 0 ? formatAge(Math.min(...ages)) : ""}</td>
    </tr>
  );
}
