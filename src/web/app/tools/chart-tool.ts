import type { Place } from "#web/chart/guide-layer.ts";

/** The tool in hand and what it has been put on. */
export type ChartTool =
  | { readonly kind: "none" }
  /** Without a place it waits for a click. */
  | { readonly kind: "pin"; readonly at: Place | undefined }
  /** Waits for a click that puts a line at a price, or takes one away. */
  | { readonly kind: "line" }
  /** Two clicks set its ends; until the second, `to` follows the pointer. */
  | { readonly kind: "measure"; readonly from: Place | undefined; readonly to: Place | undefined; readonly isSet: boolean };

export const NO_TOOL: ChartTool = { kind: "none" };

/** What can be taken up. */
export type ToolKind = Exclude<ChartTool["kind"], "none">;

/** The tool after its key or button: taken up, or put down again. A key pins where the pointer is. */
export function tookUp(tool: ChartTool, kind: ToolKind, pointer: Place | undefined): ChartTool {
  if (tool.kind === kind) return NO_TOOL;
  if (kind === "line") return { kind };
  return kind === "pin" ? { kind, at: pointer } : { kind, from: undefined, to: undefined, isSet: false };
}

/** The tool after a click on the map; the same one when the click is not for it. */
export function clicked(tool: ChartTool, place: Place): ChartTool {
  if (tool.kind === "pin" && !tool.at) return { kind: "pin", at: place };
  if (tool.kind === "line") return NO_TOOL;
  if (tool.kind !== "measure") return tool;
  if (!tool.from || tool.isSet) return { kind: "measure", from: place, to: undefined, isSet: false };
  return { ...tool, to: place, isSet: true };
}

/** The tool after the pointer moved; the same one when that is nothing to it. */
export function moved(tool: ChartTool, place: Place): ChartTool {
  if (tool.kind !== "measure" || !tool.from || tool.isSet) return tool;
  const isThere = tool.from.timeMs === place.timeMs && tool.from.price === place.price;
  return { ...tool, to: isThere ? undefined : place };
}
