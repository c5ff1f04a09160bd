import { formatTime, formatZone } from "#web/ui/format.ts";
import { useReplay } from "./replay-store.ts";

/** Says on the map itself that what is shown is not of now, for pictures that are cut out of the page. */
export function ReplayMark() {
  const at = useReplay((replay) => replay.at);
  if (at === undefined) return null;
  return (
    <div className="replay-mark">
      <strong>REPLAY</strong> {formatTime(at)} {formatZone(at)}
    </div>
  );
}
