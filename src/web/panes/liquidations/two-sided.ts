import type { SideBar } from "#web/panes/pane.ts";

/** Shorts are bought back above the mark: they rise from zero. */
export const shortsUp = (bars: readonly Pick<SideBar, "shortUsd">[]): readonly number[] => bars.map(({ shortUsd }) => shortUsd);

/** Longs are sold off below the mark: they hang from zero. */
export const longsDown = (bars: readonly Pick<SideBar, "longUsd">[]): readonly number[] => bars.map(({ longUsd }) => 0 - longUsd);
