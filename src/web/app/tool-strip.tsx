import { useState } from "react";
import { Sheet } from "#web/ui/sheet.tsx";
import { Tip } from "#web/ui/tip.tsx";
import { ToolIcon } from "#web/ui/tool-icon.tsx";
import { ToolSaying } from "./tool-saying.tsx";
import { type ChartTool, useChartTools, useToolKeys } from "./use-chart-tools.ts";

/** Tools of the chart: a strip at its left on a desk, a button over it that opens a sheet on a phone. */
export function ToolStrip({ compact }: { readonly compact: boolean }) {
  const tools = useChartTools();
  useToolKeys(tools);
  return (
    <>
      {compact ? <ToolSheet tools={tools} /> : <DeskTools tools={tools} />}
      <ToolSaying />
    </>
  );
}

function DeskTools({ tools }: { readonly tools: readonly ChartTool[] }) {
  return (
    <div className="tool-strip" role="toolbar" aria-label="Chart tools" aria-orientation="vertical">
      {tools.map(({ icon, label, hint, key, pressed, run }) => (
        <Tip key={icon} side="right" text={`${label}${key ? ` (${key})` : ""}. ${hint}`}>
          <button type="button" className="tool" aria-label={label} aria-pressed={pressed} aria-keyshortcuts={key} onClick={run}>
            <ToolIcon name={icon} />
          </button>
        </Tip>
      ))}
    </div>
  );
}

function ToolSheet({ tools }: { readonly tools: readonly ChartTool[] }) {
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
              run();
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
