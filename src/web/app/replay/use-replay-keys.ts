import { useEffect, useRef } from "react";
import { isElsewhere } from "#web/app/keyboard/is-elsewhere.ts";
import { KEYS, keyUse } from "#web/app/keyboard/keys.ts";
import { useChartReport } from "#web/app/reading/reading-store.ts";
import { useTool } from "#web/app/tools/tool-store.ts";
import { changeSpeed, togglePlaying, useReplay } from "./replay-store.ts";
import { type ReplayControls, useReplayControls } from "./use-replay-controls.ts";

/** Keys of the time machine: `r` in and out, Escape out, space plays, `,` `.` step, `<` `>` slower and faster. */
export function useReplayKeys(): void {
  const latest = useRef<ReplayControls>(undefined);
  latest.current = useReplayControls();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target) || !latest.current) return;
      if (keyUse(event.key) === "replay") return useReplay.getState().at === undefined ? latest.current.enter() : latest.current.leave();
      if (latest.current.at !== undefined) replaying(event, latest.current);
    }
    // Before the tools put down what they hold, which Escape does first.
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}

function replaying(event: KeyboardEvent, { step, leave }: ReplayControls): void {
  switch (keyUse(event.key)) {
    case "step":
      return step(event.key === KEYS.step.keys[0] ? -1 : 1);
    case "speed":
      return changeSpeed(event.key === KEYS.speed.keys[0] ? -1 : 1);
    case "play":
      if (isPressable(event.target)) return;
      event.preventDefault();
      return togglePlaying();
    case "away":
      return isEscapeFree() ? leave() : undefined;
  }
}

/** What has the focus and takes a space for itself. */
const isPressable = (target: EventTarget | null): boolean => target instanceof Element && target.closest("button, a, select, [role=button]") !== null;

/** Escape closes what lies over the page and puts down what is held before it leads back to now. */
const isEscapeFree = (): boolean =>
  useTool.getState().tool.kind === "none" &&
  useChartReport.getState().picked === undefined &&
  document.querySelector("[role=dialog], [data-radix-popper-content-wrapper]") === null;
