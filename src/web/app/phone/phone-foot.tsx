import { PanelSheet } from "#web/app/drawer/panel-sheet.tsx";
import { PhoneBar } from "./phone-bar.tsx";

/** Below the chart on a phone: what the map shows, and the panels that are pulled up over it. */
export function PhoneFoot({ isCovered }: { readonly isCovered: boolean }) {
  return (
    <>
      <PhoneBar inert={isCovered} />
      <PanelSheet />
    </>
  );
}
