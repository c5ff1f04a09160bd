import { useLive } from "./live-store.ts";
import { useStatus } from "./use-status.ts";

const BANNERS = {
  simulated: {
    word: "SIMULATED",
    sentence: "A made-up market with made-up traders: no real exchange is connected. Nothing here is market data.",
    short: "A made-up market. No real data.",
  },
  replay: { word: "STORED HISTORY", sentence: "This server replays what its store holds. Nothing here is live.", short: "Nothing here is live." },
} as const;

/** Says on every screen that what is shown is not a live market. There is no way to dismiss it. */
export function SourceBanner({ compact }: { readonly compact: boolean }) {
  const heard = useLive((live) => live.source);
  const source = useStatus()?.source ?? heard;
  if (source === undefined || source === "live") return null;
  const { word, sentence, short } = BANNERS[source];
  return (
    <div className="source-banner" data-source={source} role="note">
      <strong>{word}</strong>
      <span>{compact ? short : sentence}</span>
    </div>
  );
}
