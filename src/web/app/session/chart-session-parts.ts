import type { PositionSide } from "#core/position-side.ts";
import type { MapSpread } from "#insight/stretch-band.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import type { PriceShape } from "#web/chart/bars.ts";
import type { BubbleStyle } from "#web/chart/bubbles.ts";
import type { Hole } from "#web/chart/column-notes.ts";
import type { Guides, Place } from "#web/chart/guide-layer.ts";
import type { StaleSpan } from "#web/chart/heat-layer.ts";
import type { LackSpan } from "#web/chart/paint-lacking.ts";
import type { WatchedPrice } from "#web/chart/price-lines.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import type { HeatProgress } from "#web/data/heat-client.ts";
import type { ClusterTrace } from "#web/data/trace-cluster.ts";
import type { MarkPainter } from "#web/marks/mark.ts";
import type { PickedCluster } from "#web/panels/panel.ts";
import type { Capture } from "#web/app/tools/capture.ts";
import type { PointedRow } from "#web/app/order-book/ladder-host.ts";
import type { LiveConnection } from "#web/app/connection/live-connection.ts";
import type { PickedCell } from "#web/app/reading/picked-cell.ts";
import type { RequestedBook } from "#web/app/reading/reading-store.ts";
import type { ShownConsensus } from "./consensus-feed.ts";
import type { CrosshairReading } from "./scene.ts";
import type { Choice } from "./stage.ts";
import type { ViewSight } from "#web/app/view/view-sight.ts";
import type { PriceAround } from "#web/app/view/watched-prices.ts";

export interface ChartSessionParts {
  readonly element: HTMLElement;
  readonly strip: HTMLElement;
  readonly ladder: HTMLElement;
  readonly live: LiveConnection;
  /** The market on screen as it is now, whatever instant is shown. */
  readonly marketNow: () => MarketMessage | undefined;
  readonly onReading: (reading: CrosshairReading | undefined) => void;
  /** A cell was clicked; undefined: none is picked any more. */
  readonly onPick: (picked: PickedCell | undefined) => void;
  /** The pointer is over a place of the map; undefined: over none. */
  readonly onPlace: (place: Place | undefined) => void;
  /** The row of the order-book ladder under the pointer. */
  readonly onLadderRow: (pointed: PointedRow | undefined) => void;
  /** A place was clicked; when a tool has taken the click, no cell is picked. */
  readonly onClick: (place: Place) => "taken" | "free";
  readonly onProgress: (progress: HeatProgress) => void;
  /** A sentence when candles cannot be had, undefined when they came. */
  readonly onProblem: (problem: string | undefined) => void;
  readonly onLevel: (level: number) => void;
  /** The person has moved or zoomed; undefined: the window is shown as it is. */
  readonly onSight: (sight: ViewSight | undefined) => void;
  /** A book that was asked for is on screen; undefined: the stream brings it again. */
  readonly onBook: (book: RequestedBook | undefined) => void;
  /** The whole book on screen, whenever it changes; undefined while there is none. */
  readonly onGrid: (grid: LevelsGrid | undefined) => void;
}

export interface DrawnLayers {
  readonly heat: "shown" | "hidden";
  readonly bubbles: BubbleStyle;
  readonly sweptSides: readonly PositionSide[];
}

export interface ChartSession {
  /** Shows a market from the newest column, or from the instant, back over a window. */
  show(market: MarketMessage, choice: Omit<Choice, "instant">): void;
  /** Shows what was known at an instant (epoch ms) in place of now; undefined: now again. */
  showInstant(atMs: number | undefined): void;
  /** Behind another page what comes is taken in and not drawn; in front again it is drawn at once. */
  setStanding(standing: "front" | "behind"): void;
  /** The whole window again, wherever the person has moved and zoomed to. */
  fit(): void;
  /** How far the instant can move without waiting for anything. */
  readonly playableUntilMs: number;
  setStyle(style: HeatStyle): void;
  /** How realised liquidations are drawn, of which sides swept clusters are marked, and whether the heat is drawn. */
  setLayers(layers: DrawnLayers): void;
  /** Outlines a cluster of the book now; undefined: none. */
  pickCluster(cluster: PickedCluster | undefined): void;
  /** The cluster in the newest column on screen, followed back to where it began; undefined where none is. */
  trace(cluster: PickedCluster): Promise<ClusterTrace | undefined>;
  /** Widens the prices on screen until this one is among them. */
  bringIntoSight(price: number): void;
  /** Ids of the panes under the map. */
  setPanes(ids: readonly string[]): void;
  /** Ids of the marks on it. */
  setMarks(ids: readonly string[]): void;
  /** Drawn on the map above the marks; undefined: nothing is. */
  setOver(painter: MarkPainter | undefined): void;
  /** Compares exchanges on the map in sight as long as somebody hears of it; undefined: nobody does. */
  hearConsensus(listener: ((found: ShownConsensus | undefined) => void) | undefined): void;
  setPriceShape(shape: PriceShape): void;
  /** What the person reads the map by; while a crosshair is pinned, its place is read and not the pointer's. */
  setGuides(guides: Guides): void;
  /** Prices with a line of their own. */
  setLines(lines: readonly WatchedPrice[]): void;
  /** A price on the market's ticks, and what lies within so many CSS pixels of it; undefined while there is no map. */
  pricesAround(price: number, pixels: number): PriceAround | undefined;
  /** What the book now may be wrong by; undefined draws no bands. */
  setSpread(spread: MapSpread | undefined): void;
  /** Theme or unit has changed: everything is painted anew. */
  renewLook(): void;
  /** The order book beside the strip; undefined: none. */
  setOrders(book: OrderBookMessage | undefined): void;
  /** Asks for book, candles and heat of one instant: while a back-fill goes on, or the stream is away. */
  renew(): void;
  /** Notes stretches in which nobody listened. */
  setHoles(holes: readonly Hole[]): void;
  /** Greys stretches in which a combined map lacks members. */
  setLacking(spans: readonly LackSpan[]): void;
  /** Hatches what is missing at the live end. */
  setStale(span: StaleSpan | undefined): void;
  /** What is on screen now, to be taken away; undefined while there is nothing. */
  capture(): Capture | undefined;
  close(): void;
}
