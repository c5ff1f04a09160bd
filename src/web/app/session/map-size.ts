/** What lies over the edges of the map (styles/stage.css) stays there when panes open under it, and when its price axis becomes wider. */
export function sayMapSize(element: HTMLElement, { paneHeight, paneWidth }: { readonly paneHeight: number; readonly paneWidth: number }): void {
  const { style } = element.closest<HTMLElement>(".stage-row") ?? element;
  const said = { "--below-map": element.clientHeight - paneHeight, "--price-axis": element.clientWidth - paneWidth };
  for (const [name, pixels] of Object.entries(said)) if (style.getPropertyValue(name) !== `${pixels}px`) style.setProperty(name, `${pixels}px`);
}
