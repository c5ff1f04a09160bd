import { useLive } from "./live-store.ts";
import { useStatus } from "./use-status.ts";

const BANNERS = {
  simulated: ["SIMULATED", "A made-up market with made-up traders: no real exchange is connected. Nothing here is market data."],
  replay: ["STORED HISTORY", "This server replays what its store holds. Nothing here is live."],
} as const;

/** Says on every screen that what is shown is not a live market. There is no way to dismiss it. */
export function SourceBanner() {
  const heard = useLive((live) => live.source);
  const source = useStatus()?.source ?? heard;
  if (source === undefined || source === "live") return null;
  const [word, sentence] = BANNERS[source];
  return (
    <div className="source-banner" data-source={source} role="note">
      <strong>{word}</strong>
      <span>{sentence}</span>
    </div>
  );
}
