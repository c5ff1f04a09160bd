import { create } from "zustand";
import { deferred } from "#web/ui/deferred.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

/** Whether help is open: a button and a key share it. */
export const useHelp = create<{ readonly open: boolean }>(() => ({ open: false }));

const HelpWords = deferred(async () => (await import("./help-words.tsx")).HelpWords, <p className="muted">Loading …</p>);

/** A phone has no room for the button: the chart's tools lead here. */
export function HelpSheet() {
  const { open } = useHelp();
  return (
    <Sheet title="Reading the map" shape="sheet" open={open} onOpenChange={(next) => useHelp.setState({ open: next })}>
      <HelpWords compact />
    </Sheet>
  );
}

export function HelpButton() {
  const { open } = useHelp();
  return (
    <Sheet
      title="Reading the map"
      shape="dialog"
      open={open}
      onOpenChange={(next) => useHelp.setState({ open: next })}
      trigger={
        <button type="button" className="quiet-button" aria-label="Help">
          ?
        </button>
      }
    >
      <HelpWords compact={false} />
    </Sheet>
  );
}
