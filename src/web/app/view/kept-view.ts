import type { View } from "./view.ts";
import { formatAddress, parseAddress } from "./view-address.ts";

/** Of a view, what suits the person and what is open around the map: it stays as it was left. What the map shows does not, since a page without a link shows the newest of everything. */
export type KeptView = Partial<Pick<View, "palette" | "unit" | "fiat" | "panel" | "ladder" | "panes" | "marks">>;

/** The view that a page opens with: what its link says, and without a link what was kept, as far as it is still there. */
export function openingView(search: string, kept: KeptView): View {
  const view = parseAddress(search);
  return search === "" ? parseAddress(formatAddress({ ...view, ...kept })) : view;
}

/** On a phone an open panel covers the map: the page opens without. */
export const keptOf = ({ palette, unit, fiat, panel, ladder, panes, marks }: View, screen: "desk" | "phone"): KeptView => ({
  palette,
  unit,
  fiat,
  ladder,
  panes,
  marks,
  ...(screen === "desk" && { panel }),
});
