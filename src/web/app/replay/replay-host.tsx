import { Suspense, lazy } from "react";
import { Tip } from "#web/ui/tip.tsx";
import { useIsReplaying } from "./replay-store.ts";
import { useReplayControls } from "./use-replay-controls.ts";
import { useReplayKeys } from "./use-replay-keys.ts";

const ReplayBar = lazy(async () => ({ default: (await import("./replay-bar.tsx")).ReplayBar }));

/** The replay bar, loaded when an instant is first shown. Of a server of stored history it is there from the start, where the data end. */
export function ReplayHost({ compact }: { readonly compact: boolean }) {
  useReplayKeys();
  const { at } = useReplayControls();
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
  const { span, enter, leave } = useReplayControls();
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
