import { create } from "zustand";
import type { Place } from "#web/chart/guide-layer.ts";
import { useChartSession } from "#web/app/session/chart-session-store.ts";
import { useView } from "#web/app/view/view-store.ts";
import { pressedPrice } from "#web/app/view/watched-prices.ts";
import { type ChartTool, NO_TOOL, type ToolKind, clicked, moved, tookUp } from "./chart-tool.ts";

/** The tool in hand. */
export const useTool = create<{ readonly tool: ChartTool }>(() => ({ tool: NO_TOOL }));

let pointer: Place | undefined;

/** A key takes a tool up where the pointer is; a button, to which the pointer had to go, lets the next click decide. */
export function takeUp(kind: ToolKind, by: "key" | "button"): void {
  const at = by === "key" ? pointer : undefined;
  if (kind === "line" && at) return pressLine(at.price);
  useTool.setState(({ tool }) => ({ tool: tookUp(tool, kind, at) }));
}
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
  if (tool.kind === "line") pressLine(place.price);
  useTool.setState({ tool: next });
  return next === tool ? "free" : "taken";
}

/** CSS pixels around a line within which a press means that line. */
const LINE_REACH_PX = 7;

/** Puts a line at a price, or takes away the one that lies there. */
function pressLine(price: number): void {
  const around = useChartSession.getState().session?.pricesAround(price, LINE_REACH_PX);
  if (around) useView.setState(({ lines }) => ({ lines: pressedPrice(lines, around) }));
}
