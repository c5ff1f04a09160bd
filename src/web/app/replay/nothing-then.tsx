import { formatTime, formatZone } from "#web/ui/format.ts";
import { Notice } from "#web/ui/notice.tsx";
import { useLiveMarket } from "#web/app/markets/use-markets.ts";
import { useReplay } from "./replay-store.ts";
import { nearestStored } from "./stored-span.ts";
import { useReplayControls } from "./use-replay-controls.ts";

/** Over the chart when nothing is stored of the instant: since when there is something, and the way there. */
export function NothingThen() {
  const at = useReplay((replay) => replay.at);
  const market = useLiveMarket();
  const { span, goTo, leave, isLive } = useReplayControls();
  if (at === undefined || !market) return null;
  if (!span)
    return (
      <Notice tone="neutral" title={`Nothing is stored of ${market.coin} yet`}>
        <p>There is nothing to replay before its first history is read.</p>
        {isLive && (
          <button type="button" className="notice-button" onClick={leave}>
            Back to now
          </button>
        )}
      </Notice>
    );
  const nearest = nearestStored(span, at);
  return (
    <Notice tone="neutral" title={`Nothing is stored of ${market.coin} at ${formatTime(at)} ${formatZone(at)}`}>
      <p>
        Stored is {formatTime(span.firstMs)} to {formatTime(span.lastMs)} {formatZone(span.lastMs)}.
      </p>
      <button type="button" className="notice-button" onClick={() => goTo(nearest)}>
        Go to {formatTime(nearest)}, the nearest
      </button>
    </Notice>
  );
}
