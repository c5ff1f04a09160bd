import { create } from "zustand";
import type { Place } from "#web/chart/guide-layer.ts";
import { type ChartTool, NO_TOOL, clicked, moved, tookUp } from "./chart-tool.ts";

/** The tool in hand. */
export const useTool = create<{ readonly tool: ChartTool }>(() => ({ tool: NO_TOOL }));

let pointer: Place | undefined;

/** A key takes a tool up where the pointer is; a button, to which the pointer had to go, lets the next click decide. */
export const takeUp = (kind: "pin" | "measure", by: "key" | "button"): void =>
  useTool.setState(({ tool }) => ({ tool: tookUp(tool, kind, by === "key" ? pointer : undefined) }));
export const putDown = (): void => useTool.setState({ tool: NO_TOOL });

/** The pointer is over a place of the map, or undefined: over none. */
export function pointAt(place: Place | undefined): void {
  pointer = place;
  if (place) useTool.setState(({ tool }) => ({ tool: moved(tool, place) }));
}

/** A click on the map; whether it was for the tool in hand. */
export function clickAt(place: Place): "taken" | "free" {
  const { tool } = useTool.getState();
  const next = clicked(tool, place);
  useTool.setState({ tool: next });
  return next === tool ? "free" : "taken";
}
