import type { ComponentType } from "react";
import type { PositionSide } from "#core/position-side.ts";
import type { Tier } from "#core/tier.ts";
import type { ConfidenceFloor } from "#insight/confidence.ts";
import type { ReachTable } from "#insight/reach.ts";
import type { MapSpread } from "#insight/stretch-band.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { PrintMessage } from "#wire/liquidations.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import type { OverviewReply } from "#wire/overview.ts";
import type { PanelOptions } from "./panel-options.ts";
import type { Since } from "./changes/since.ts";

/** Something that has to come from the server: on its way, not there, failed, or there. */
export type Loadable<Value> =
  | { readonly state: "loading" }
  /** Nothing is wrong, there is nothing: why, in a sentence. */
  | { readonly state: "empty"; readonly why: string }
  /** What failed, in a sentence, and since when (page clock). */
  | { readonly state: "error"; readonly sentence: string; readonly since: number }
  /** `asOf`: epoch ms of the newest datum. `stale`: it should be newer by now. */
  | { readonly state: "ready"; readonly value: Value; readonly asOf: number; readonly stale: boolean };

/** What is there; undefined in every other state. For what a panel can do without. */
export const valueOf = <Value>(of: Loadable<Value>): Value | undefined => (of.state === "ready" ? of.value : undefined);

/** Everything that a panel can ask for. A new kind of data is one line here and one in app/drawer/panel-data.ts. */
export interface PanelNeeds {
  /** The book of the market and layer on screen, now. */
  readonly book: LevelsGrid;
  /** Every market of the server. */
  readonly markets: readonly MarketMessage[];
  /** The modelled book of every market that the coin's widest combined one adds up, each on its own prices. */
  readonly memberBooks: readonly MemberBook[];
  /** What the modelled book of the market on screen may be wrong by. */
  readonly spread: MapSpread;
  /** USD that the market on screen trades in a minute, the mean of the last hour. */
  readonly usdPerMinute: number;
  /** How far the market's price went within hours, by what its last weeks show. */
  readonly reach: ReachTable;
  /** Since when the clusters of the map on screen have stood, as far back as its columns are loaded. */
  readonly ages: readonly ClusterAge[];
  /** Every coin in a line. */
  readonly overview: OverviewReply;
  /** What stood since when changes are asked for, and what happened from there on. */
  readonly earlier: Earlier;
  /** The order book of the market on screen. */
  readonly orders: OrderBookMessage;
  /** Printed liquidations of the market on screen. */
  readonly prints: PrintTape;
}

export interface ClusterAge extends PickedCluster {
  /** Epoch ms. */
  readonly sinceMs: number;
  /** What is not loaded may have had it before. */
  readonly mayBeOlder: boolean;
}

export interface MemberBook {
  /** `exchange:symbol`. */
  readonly market: string;
  /** The exchange, with the symbol where it has several of the coin. */
  readonly label: string;
  readonly grid: LevelsGrid;
  /** How sure a part of it has to be, by what its own map may be wrong by; undefined: nothing is hidden for it. */
  readonly floor?: ConfidenceFloor | undefined;
}

/** An earlier instant of the market on screen, in the cells of the book now, and the way from there. */
export interface Earlier {
  /** Epoch ms, whole minutes. */
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly book: LevelsGrid;
  /** Undefined where it is not known. */
  readonly price: { readonly before: number; readonly now: number } | undefined;
  readonly traded: { readonly low: number; readonly high: number } | undefined;
  readonly openInterestUsd: { readonly before: number; readonly now: number } | undefined;
}

export interface PrintTape {
  /** Newest first. */
  readonly prints: readonly PrintMessage[];
  /** How much of what was forced the feeds show; null: nobody has said. */
  readonly feed: MarketMessage["liquidationFeed"];
  /** Epoch ms back to which the tape goes, and up to which. */
  readonly from: number;
  readonly to: number;
}
export type Need = keyof PanelNeeds;

/** A cluster of the book now, by its side and the price where its dollars lie. */
export interface PickedCluster {
  readonly side: PositionSide;
  readonly price: number;
}

/** What the person has chosen to see; the same for map and panels. */
export interface PanelFilters {
  readonly tiers: readonly Tier[];
  readonly sides: readonly PositionSide[];
  /** USD per 0.1 % of price; less is hidden. */
  readonly threshold: number;
  /** How sure a part of the book on screen has to be; undefined: nothing is hidden for it. Members' books have their own. */
  readonly floor: ConfidenceFloor | undefined;
}

export interface PanelProps<N extends Need> {
  readonly market: MarketMessage;
  readonly data: { readonly [Key in N]: Loadable<PanelNeeds[Key]> };
  readonly filters: PanelFilters;
  readonly compact: boolean;
  /** Goes to a market. */
  readonly onMarket: (id: string) => void;
  /** Since when changes are asked for. */
  readonly since: Since;
  readonly onSince: (since: Since) => void;
  /** How the panel is set, and how to set it. */
  readonly options: PanelOptions;
  readonly onOption: (name: string, value: string) => void;
  /** The cluster that is outlined on the map. */
  readonly picked: PickedCluster | undefined;
  readonly onPick: (cluster: PickedCluster | undefined) => void;
  /** Outlines a cluster while it is pointed at. */
  readonly onPointed: (cluster: PickedCluster | undefined) => void;
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
