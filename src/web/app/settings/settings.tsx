import { create } from "zustand";
import { deferred } from "#web/ui/deferred.tsx";
import { Sheet } from "#web/ui/sheet.tsx";

/** Whether settings are open: a tool and a key share it. */
export const useSettingsSheet = create<{ readonly open: boolean }>(() => ({ open: false }));

const SettingsForm = deferred(async () => (await import("./settings-form.tsx")).SettingsForm, <p className="muted">Loading …</p>);

/** What a person can set for themselves, over the chart. Its code is loaded when it is first opened. */
export function Settings({ compact }: { readonly compact: boolean }) {
  const { open } = useSettingsSheet();
  return (
    <Sheet title="Settings" shape={compact ? "sheet" : "dialog"} open={open} onOpenChange={(next) => useSettingsSheet.setState({ open: next })}>
      <SettingsForm />
    </Sheet>
  );
}
