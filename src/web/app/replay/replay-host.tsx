import { Suspense, lazy, useEffect } from "react";
import { Tip } from "#web/ui/tip.tsx";
import { seek, useIsReplaying } from "./replay-store.ts";
import { useReplayControls, useReplayEntry } from "./use-replay-controls.ts";
import { useReplayKeys } from "./use-replay-keys.ts";

const ReplayBar = lazy(async () => ({ default: (await import("./replay-bar.tsx")).ReplayBar }));

/** The replay bar, loaded when an instant is first shown. Of a server of stored history it is there from the start, where the data end. */
export function ReplayHost({ compact }: { readonly compact: boolean }) {
  useReplayKeys();
  const { at, span } = useReplayControls();
  const lastMs = span?.lastMs;
  // A link may name a time that has not come.
  useEffect(() => {
    if (at !== undefined && lastMs !== undefined && at > lastMs) seek(lastMs);
  }, [at, lastMs]);
  if (at === undefined) return null;
  return (
    <Suspense fallback={<div className="replay-bar" />}>
      <ReplayBar compact={compact} />
    </Suspense>
  );
}

/** Enters and leaves the replay. */
export function ReplayButton() {
  const isReplaying = useIsReplaying();
  const { span, enter, leave } = useReplayEntry();
  return (
    <Tip text="Any stored time as it was known then (r)">
      <button
        type="button"
        className="picker replay-enter"
        aria-pressed={isReplaying}
        aria-keyshortcuts="r"
        disabled={!span}
        onClick={isReplaying ? leave : enter}
      >
        Replay
      </button>
    </Tip>
  );
}
