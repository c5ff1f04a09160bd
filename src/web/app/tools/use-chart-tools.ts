import { useEffect, useMemo, useRef } from "react";
import type { MarketMessage } from "#wire/messages.ts";
import type { ToolIconName } from "#web/ui/tool-icon.tsx";
import { useChartSession } from "#web/app/session/chart-session-store.ts";
import { copyText } from "./copy-text.ts";
import { useReplay } from "#web/app/replay/replay-store.ts";
import { isElsewhere } from "#web/app/keyboard/is-elsewhere.ts";
import { type KeyName, keyUse } from "#web/app/keyboard/keys.ts";
import { useLive } from "#web/app/connection/live-store.ts";
import type { TakeAwayInput } from "./take-away.ts";
import { putDown, takeUp, useTool } from "./tool-store.ts";
import { useSettingsSheet } from "#web/app/settings/settings.tsx";
import { say } from "./tool-saying.tsx";
import { useHeatStyle } from "#web/app/controls/use-heat-style.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { formatAddress } from "#web/app/view/view-address.ts";
import { changeView, useView } from "#web/app/view/view-store.ts";

/** Something a person can do with the chart. */
export interface ToolChoice {
  readonly icon: ToolIconName;
  readonly label: string;
  readonly hint: string;
  /** The key that does the same. */
  readonly key?: KeyName;
  /** Whether it is on; undefined for what is done at once. */
  readonly pressed?: boolean;
  readonly run: (by: "key" | "button") => void;
}

/** The tools of the chart, as they are now. */
export function useChartTools(): readonly ToolChoice[] {
  const market = useMarket();
  const style = useHeatStyle();
  const price = useView((view) => view.price);
  const inHand = useTool((state) => state.tool.kind);
  return useMemo(() => {
    const save = (of: "picture" | "figures") => void takeAway(of, style);
    return [
      {
        icon: "pin",
        label: "Pin crosshair",
        hint: "Keeps the read-out at one place while you look elsewhere. Escape lets go",
        key: "pin",
        pressed: inHand === "pin",
        run: (by) => takeUp("pin", by),
      },
      {
        icon: "measure",
        label: "Measure",
        hint: "Two points: %, bps, time, and the dollars that stand between. Escape ends",
        key: "measure",
        pressed: inHand === "measure",
        run: (by) => takeUp("measure", by),
      },
      {
        icon: "level",
        label: "Line at a price",
        hint: "A line across the map, with how far it is and what a move there would fire. Again on a line takes it away",
        key: "line",
        pressed: inHand === "line",
        run: (by) => takeUp("line", by),
      },
      {
        icon: "line",
        label: "Price as a line",
        hint: "A line through the closes in place of candles",
        pressed: price === "line",
        run: () => changeView({ price: price === "line" ? "candles" : "line" }),
      },
      { icon: "link", label: "Copy link", hint: "A link to this very view", key: "link", run: () => void copyLink(market) },
      { icon: "picture", label: "Save picture", hint: "PNG of the view, with legend, time and source", run: () => save("picture") },
      { icon: "figures", label: "Save figures", hint: "CSV of what is shown: each cell's dollars, each column's candle", run: () => save("figures") },
      {
        icon: "settings",
        label: "Settings",
        hint: "Theme, palette, units, numbers and times",
        key: "settings",
        run: () => useSettingsSheet.setState({ open: true }),
      },
    ];
  }, [market, style, inHand, price]);
}

/** Runs tools by their keys. */
export function useToolKeys(tools: readonly ToolChoice[]): void {
  const latest = useRef(tools);
  latest.current = tools;
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
      const use = keyUse(event.key);
      if (use === undefined) return;
      latest.current.find(({ key }) => key === use)?.run("key");
      if (use === "away") putDown();
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

async function copyLink(market: MarketMessage | undefined): Promise<void> {
  const view = useView.getState();
  // The address follows an instant that moves a little later, and the server's first market is left out of the address; whoever gets the link may have another first.
  const query = formatAddress({ ...view, market: view.market ?? market?.id, at: useReplay.getState().at });
  const copied = await copyText(`${window.location.origin}${window.location.pathname}${query}`);
  say(copied ? "Link copied" : "This browser does not let pages copy: the address bar holds the link");
}

/** The code that paints and writes files is loaded when it is first used. */
async function takeAway(of: "picture" | "figures", style: TakeAwayInput["style"]): Promise<void> {
  const capture = useChartSession.getState().session?.capture();
  const { source } = useLive.getState();
  if (!capture || !source) return say("There is no map to save yet");
  try {
    const { savePicture, saveFigures } = await import("./take-away.ts");
    const save = of === "picture" ? savePicture : saveFigures;
    say(`Saved ${await save({ capture, view: useView.getState(), style, source })}`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}
