/** What lies over the lower edge of the map (styles/stage.css) stays there when panes open under it. */
export function sayMapHeight(element: HTMLElement, paneHeight: number): void {
  const below = `${element.clientHeight - paneHeight}px`;
  const { style } = element.closest<HTMLElement>(".stage-row") ?? element;
  if (style.getPropertyValue("--below-map") !== below) style.setProperty("--below-map", below);
}
