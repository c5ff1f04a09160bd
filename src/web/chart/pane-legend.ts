import type { Pane } from "#web/panes/pane.ts";

/** A value of a pane's plot at one bar, null where there is none. */
export type PaneValue = number | null | undefined;

/** Name and values of a pane, over its upper left corner. */
export interface PaneLegend {
  /** One value a plot, in their order. `loading`: on their way. `absent`: nothing is known of any bar. */
  show(values: readonly PaneValue[] | "loading" | "absent", note?: string): void;
  /** Why what stands there may not be the newest; undefined: it is. */
  warn(words: string | undefined): void;
  remove(): void;
}

/** `rowOf` finds the pane's row of the chart, which the library makes with its next frame. */
export function createPaneLegend({ title, hint, absent, plots, format }: Pane, rowOf: () => HTMLElement | null): PaneLegend {
  const legend = document.createElement("div");
  legend.className = "pane-legend";
  legend.setAttribute("role", "group");
  legend.setAttribute("aria-label", title);
  const name = legend.appendChild(document.createElement("span"));
  name.className = "pane-name";
  name.textContent = title;
  name.title = hint;
  const figures = plots.map((plot) => {
    if (plot.name) legend.appendChild(document.createElement("span")).textContent = plot.name;
    const figure = legend.appendChild(document.createElement("span"));
    figure.className = "figure";
    return figure;
  });
  const remark = legend.appendChild(document.createElement("span"));
  remark.className = "pane-note";
  const warning = legend.appendChild(document.createElement("span"));
  warning.className = "pane-warning";
  warning.setAttribute("role", "status");
  let frame = requestAnimationFrame(dock);

  /** The cell in the middle of the row, between the two price axes. */
  function dock(): void {
    const cell = rowOf()?.querySelectorAll("td")[1];
    if (cell) cell.append(legend);
    else frame = requestAnimationFrame(dock);
  }

  function wordsFor(values: Parameters<PaneLegend["show"]>[0], index: number): string {
    if (values === "loading") return index === 0 ? "loading …" : "";
    if (values !== "absent") return "not known";
    return index === 0 ? absent : "";
  }

  return {
    show(values, note = "") {
      remark.textContent = typeof values === "string" ? "" : note;
      for (const [index, figure] of figures.entries()) {
        const value = typeof values === "string" ? undefined : values[index];
        const isKnown = value !== null && value !== undefined;
        figure.textContent = isKnown ? format(value) : wordsFor(values, index);
        figure.style.color = isKnown && plots[index].name ? plots[index].colourOf(value) : "";
      }
    },
    warn(words) {
      warning.textContent = words ?? "";
    },
    remove() {
      cancelAnimationFrame(frame);
      legend.remove();
    },
  };
}
