import { Suspense, lazy } from "react";
import { create } from "zustand";
import { Sheet } from "#web/ui/sheet.tsx";

/** Whether settings are open: a tool and a key share it. */
export const useSettingsSheet = create<{ readonly open: boolean }>(() => ({ open: false }));

const SettingsForm = lazy(async () => ({ default: (await import("./settings-form.tsx")).SettingsForm }));

/** What a person can set for themselves, over the chart. Its code is loaded when it is first opened. */
export function Settings({ compact }: { readonly compact: boolean }) {
  const { open } = useSettingsSheet();
  return (
    <Sheet title="Settings" shape={compact ? "sheet" : "dialog"} open={open} onOpenChange={(next) => useSettingsSheet.setState({ open: next })}>
      <Suspense fallback={<p className="muted">Loading …</p>}>
        <SettingsForm />
      </Suspense>
    </Sheet>
  );
}
