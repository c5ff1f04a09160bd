import { useState } from "react";
import { Sheet } from "#web/ui/sheet.tsx";
import { Tip } from "#web/ui/tip.tsx";
import { ToolIcon } from "#web/ui/tool-icon.tsx";
import { useHelp } from "#web/app/keyboard/help.tsx";
import type { ChartTool } from "./chart-tool.ts";
import { useReplayTool } from "#web/app/replay/use-replay-tool.ts";
import { KEYS } from "#web/app/keyboard/keys.ts";
import { ToolSaying } from "./tool-saying.tsx";
import { useTool } from "./tool-store.ts";
import { useWatchedPrices } from "#web/app/view/use-watched-prices.ts";
import { useGuides } from "#web/app/session/use-guides.ts";
import { type ToolChoice, useChartTools, useToolKeys } from "./use-chart-tools.ts";

/** What a desk has in its header. */
const HELP: ToolChoice = {
  icon: "help",
  label: "Reading the map",
  hint: "What colours, bubbles and bars mean, and what fingers do",
  run: () => useHelp.setState({ open: true }),
};

/** Tools of the chart: a strip at its left on a desk, a button over it that opens a sheet on a phone. */
export function ToolStrip({ compact }: { readonly compact: boolean }) {
  const tools = useChartTools();
  const replay = useReplayTool();
  useToolKeys(tools);
  useWatchedPrices(compact ? "short" : "full");
  const { tool } = useTool();
  return (
    <>
      {compact ? <ToolSheet tools={[replay, ...tools, HELP]} /> : <DeskTools tools={tools} />}
      <ToolSaying />
      <GuideWords tool={tool} />
    </>
  );
}

/** What to do with the tool in hand; what it has measured is drawn on the map, and said here for who cannot see it. */
function GuideWords({ tool }: { readonly tool: ChartTool }) {
  const words = useGuides();
  const says = sayingOf(tool);
  return (
    <>
      <div className="tool-saying" role="status">
        {says && <span>{says}</span>}
      </div>
      <output className="unseen">{tool.kind === "measure" && tool.isSet ? words.join(". ") : ""}</output>
    </>
  );
}

/** What the tool in hand waits for. */
function sayingOf(tool: ChartTool): string | undefined {
  if (tool.kind === "line") return "Choose a price for the line, or a line to take away";
  if (tool.kind === "pin") return tool.at ? undefined : "Choose where the crosshair stays";
  if (tool.kind !== "measure" || tool.isSet) return undefined;
  return tool.from ? "Choose the second point" : "Choose the first point";
}

function DeskTools({ tools }: { readonly tools: readonly ToolChoice[] }) {
  return (
    <div className="tool-strip" role="toolbar" aria-label="Chart tools" aria-orientation="vertical">
      {tools.map(({ icon, label, hint, key, pressed, run }) => (
        <Tip key={icon} side="right" text={`${label}${key ? ` (${KEYS[key].shown})` : ""}. ${hint}`}>
          <button
            type="button"
            className="tool"
            aria-label={label}
            aria-pressed={pressed}
            aria-keyshortcuts={key && KEYS[key].keys[0]}
            onClick={() => run("button")}
          >
            <ToolIcon name={icon} />
          </button>
        </Tip>
      ))}
    </div>
  );
}

function ToolSheet({ tools }: { readonly tools: readonly ToolChoice[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Sheet
      title="Chart tools"
      shape="sheet"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="tool tool-more" aria-label="Chart tools">
          <ToolIcon name="more" />
        </button>
      }
    >
      <div className="tool-list">
        {tools.map(({ icon, label, hint, pressed, run }) => (
          <button
            type="button"
            key={icon}
            className="tool-row"
            aria-pressed={pressed}
            onClick={() => {
              setOpen(false);
              run("button");
            }}
          >
            <ToolIcon name={icon} />
            <span>
              {label}
              <span className="tool-hint">{hint}</span>
            </span>
          </button>
        ))}
      </div>
    </Sheet>
  );
}
