import type { AgeBand } from "#core/age-band.ts";
import type { HeatColumn } from "#core/heat-column.ts";
import type { StockLayer } from "#core/layer.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import type { ColumnPrices } from "./column-prices.ts";
import type { Sweep } from "./find-sweeps.ts";
import type { ColumnAge } from "./cell-age.ts";
import type { ClusterTrace } from "./trace-cluster.ts";
import type { ConsensusRun } from "./map-consensus.ts";
import type { VenueShare } from "./venue-shares.ts";

/** One layer of one market at one level of detail; the worker keeps a single view at a time. */
export interface HeatView {
  /** `exchange:symbol`. */
  readonly market: string;
  readonly level: number;
  readonly layer: StockLayer;
  /** Undefined: whatever its age. */
  readonly age?: AgeBand | undefined;
}

/** Whose tiles: a view's own, or the part of them that one member of a combined market holds. */
export interface TileSource extends HeatView {
  readonly member?: string | undefined;
}

export interface TileAt {
  readonly x: number;
  readonly y: number;
}

/** A sketch holds the tiers of each side as one: see core/tiers-together.ts. */
export type TileDetail = "whole" | "sketch";

/** Where the crosshair stands: a cell of a column, and the cell of the mark at that time. */
export interface ProbeAt {
  readonly column: number;
  readonly cell: number;
  readonly markCell: number;
}

/** What the map holds under the crosshair, in USD (each cell within the +-3.5 % of the byte scale). */
export interface Reading {
  /** [plane], of the cell alone. */
  readonly usdByPlane: readonly number[];
  /** Chosen planes, from the mark's cell through this one. */
  readonly cumulativeUsd: number;
  readonly provisional: boolean;
  /** The cluster that the cell belongs to. */
  readonly cluster: ClusterTrace | undefined;
  /** Since when half of what the cell holds has stood there; undefined where it holds nothing. */
  readonly age: ColumnAge | undefined;
  /** Who holds how much of it, of the chosen planes; undefined: not a combined market, or not known yet. */
  readonly venues: readonly VenueShare[] | undefined;
}

/** A cell whose cluster is asked for. */
export interface TraceAt {
  readonly column: number;
  readonly cell: number;
  readonly side: PositionSide;
}

/** A part of the map, in columns and cells of the view's level; both ends included. */
export interface CellsAt {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstCell: number;
  readonly lastCell: number;
}

/** A part of the map on whose clusters the members of a combined one are compared. */
export interface ConsensusAt extends CellsAt {
  /** Cell of the close of each column; NaN where none is known. */
  readonly markCells: Float64Array;
}

/** Every drawn cell of a part of the map: parallel lists, column by column from low prices to high. */
export interface ShownCells {
  readonly firstColumn: number;
  /** One of COLUMN_STATE per column from `firstColumn` on. */
  readonly states: Uint8Array;
  readonly columns: Int32Array;
  readonly cells: Int32Array;
  readonly longUsd: Float32Array;
  readonly shortUsd: Float32Array;
}

/** Page to worker. */
export type HeatRequest =
  /** `members`: of a combined market, those that it adds up. */
  | { readonly kind: "view"; readonly view: HeatView; readonly members: readonly string[] }
  | { readonly kind: "style"; readonly style: HeatStyle }
  /** The first picture is drawn of sketches, which whole tiles replace as soon as it is there. */
  | { readonly kind: "sketch-first" }
  | { readonly kind: "want"; readonly tiles: readonly TileAt[] }
  /** Tiles of a view that will soon be shown. */
  | { readonly kind: "ahead"; readonly view: HeatView; readonly tiles: readonly TileAt[] }
  | { readonly kind: "column"; readonly view: HeatView; readonly column: HeatColumn }
  /** Of what is loaded, nothing after this column is read; undefined: everything is. */
  | { readonly kind: "until"; readonly column: number | undefined }
  /** Ask the server again for every tile that still had open columns. */
  | { readonly kind: "refresh" }
  /** Closes of the view's candles, one a column: around them lies what was as sure as what is as far from price now. */
  | { readonly kind: "closes"; readonly view: HeatView; readonly firstColumn: number; readonly closes: Float64Array }
  | { readonly kind: "sweeps"; readonly id: number; readonly prices: ColumnPrices }
  | { readonly kind: "trace"; readonly id: number; readonly at: TraceAt }
  | { readonly kind: "probe"; readonly id: number; readonly at: ProbeAt; readonly how: ProbeHow }
  | { readonly kind: "cells"; readonly id: number; readonly at: CellsAt }
  | { readonly kind: "consensus"; readonly id: number; readonly at: ConsensusAt };

/** `whole`: what has to be asked for first is waited for. */
export type ProbeHow = "at-once" | "whole";

export interface PaintedTile extends TileAt {
  readonly bitmap: ImageBitmap;
  /** One of COLUMN_STATE per column, see core/heat-tile.ts. */
  readonly states: Uint8Array;
}

/** Worker to page. */
export type HeatReply =
  | { readonly kind: "painted"; readonly view: HeatView; readonly tiles: readonly PaintedTile[]; readonly restyled: boolean }
  | { readonly kind: "loading"; readonly count: number; readonly problem: string | undefined }
  | { readonly kind: "probe"; readonly id: number; readonly reading: Reading | undefined }
  | { readonly kind: "sweeps"; readonly id: number; readonly sweeps: readonly Sweep[] | undefined }
  | { readonly kind: "trace"; readonly id: number; readonly trace: ClusterTrace | undefined }
  | { readonly kind: "cells"; readonly id: number; readonly cells: ShownCells | undefined }
  | { readonly kind: "consensus"; readonly id: number; readonly runs: readonly ConsensusRun[] | undefined };

export const sameView = (a: HeatView | undefined, b: HeatView | undefined): boolean =>
  a?.market === b?.market && a?.level === b?.level && a?.layer === b?.layer && a?.age === b?.age;

export const keyOf = ({ x, y }: TileAt): string => `${x}/${y}`;
