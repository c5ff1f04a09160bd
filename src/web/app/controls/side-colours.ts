import { renewTheme } from "#web/chart/theme.ts";
import type { View } from "#web/app/view/view.ts";
import { useView } from "#web/app/view/view-store.ts";

/** Keeps both sides in the colours that the palette gives them, wherever they are written or drawn. Once a page; there is no end to it. */
export function followPalette(): void {
  apply(useView.getState());
  useView.subscribe(apply);
}

/** The colours are in styles/tokens.css. */
function apply({ palette }: View): void {
  const { dataset } = document.documentElement;
  if (dataset["palette"] === palette) return;
  dataset["palette"] = palette;
  renewTheme();
}
