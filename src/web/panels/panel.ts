import type { ComponentType } from "react";
import type { PositionSide } from "#core/position-side.ts";
import type { Tier } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MarketMessage } from "#wire/messages.ts";

/** Something that has to come from the server: on its way, not there, failed, or there. */
export type Loadable<Value> =
  | { readonly state: "loading" }
  /** Nothing is wrong, there is nothing: why, in a sentence. */
  | { readonly state: "empty"; readonly why: string }
  /** What failed, in a sentence, and since when (page clock). */
  | { readonly state: "error"; readonly sentence: string; readonly since: number }
  /** `asOf`: epoch ms of the newest datum. `stale`: it should be newer by now. */
  | { readonly state: "ready"; readonly value: Value; readonly asOf: number; readonly stale: boolean };

/** Everything that a panel can ask for. A new kind of data is one line here and one in app/panel-data.ts. */
export interface PanelNeeds {
  /** The book of the market and layer on screen, now. */
  readonly book: LevelsGrid;
  /** Every market of the server. */
  readonly markets: readonly MarketMessage[];
}
export type Need = keyof PanelNeeds;

/** What the person has chosen to see; the same for map and panels. */
export interface PanelFilters {
  readonly tiers: readonly Tier[];
  readonly sides: readonly PositionSide[];
}

export interface PanelProps<N extends Need> {
  readonly market: MarketMessage;
  readonly data: { readonly [Key in N]: Loadable<PanelNeeds[Key]> };
  readonly filters: PanelFilters;
  readonly compact: boolean;
  /** Goes to a market. */
  readonly onMarket: (id: string) => void;
}

/** One panel: what it is called, what it needs, and what it draws when that is there. Loading, empty, stale and error are drawn for it. */
export interface Panel<N extends Need = Need> {
  /** Part of links: never change it. */
  readonly id: string;
  readonly title: string;
  readonly needs: readonly N[];
  readonly Component: ComponentType<PanelProps<N>>;
}

/** A panel whose needs are known to itself only. */
export interface AnyPanel extends Omit<Panel, "needs" | "Component"> {
  readonly needs: readonly Need[];
  readonly Component: ComponentType<PanelProps<Need>>;
}

/** Declares a panel. What it needs and what it is given agree by type here, and nowhere else does anybody have to know. */
export function definePanel<N extends Need>(panel: Panel<N>): AnyPanel {
  return panel as unknown as AnyPanel;
}
