import type { ToolChoice } from "#web/app/tools/use-chart-tools.ts";
import { useIsReplaying } from "./replay-store.ts";
import { useReplayEntry } from "./use-replay-controls.ts";

/** The way into the replay, and out of it, among the tools of a phone. */
export function useReplayTool(): ToolChoice {
  const isReplaying = useIsReplaying();
  const { enter, leave } = useReplayEntry();
  return {
    icon: "replay",
    label: "Replay",
    hint: "Any stored time as it was known then",
    pressed: isReplaying,
    run: isReplaying ? leave : enter,
  };
}
