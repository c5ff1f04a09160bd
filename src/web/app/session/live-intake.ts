import type { StockLayer } from "#core/layer.ts";
import type { ColumnFrame, LevelsFrame, LevelsGrid } from "#wire/frames.ts";
import type { ServerMessage } from "#wire/messages.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import type { HeatChart } from "#web/chart/heat-chart.ts";
import type { HeatClient } from "#web/data/heat-client.ts";
import { applyLevelsFrame } from "#web/data/levels-grid.ts";
import type { LiveConnection } from "#web/app/connection/live-connection.ts";
import type { LadderHost } from "#web/app/order-book/ladder-host.ts";
import { requestInstant } from "#web/app/view/request-instant.ts";
import type { ConsensusFeed } from "./consensus-feed.ts";
import type { MapFindings } from "./map-findings.ts";
import { watchMissed } from "./missed-stretch.ts";
import { isFilling } from "./scene.ts";
import type { Stage } from "./stage.ts";
import type { StripHost } from "./strip-host.ts";

/** Takes what the stream brings to the map, or keeps it while an earlier instant or another page is in front. */
export interface LiveIntake {
  /** Behind another page what comes is taken in and not drawn; in front again it is drawn at once. */
  setStanding(standing: "front" | "behind"): void;
  /** The order book beside the strip; undefined: none. */
  setOrders(book: OrderBookMessage | undefined): void;
  /** Asks for book, candles and heat of now; nothing happens while an earlier instant is shown. */
  renew(): Promise<void>;
  /** Draws the book of now where it is of this layer: an earlier one was shown. */
  showBook(layer: StockLayer): void;
  /** Another market comes: what was kept is of the last one. */
  clear(): void;
  close(): void;
}

export interface LiveIntakeParts {
  readonly live: LiveConnection;
  readonly stage: Stage;
  readonly chart: Pick<HeatChart, "setBars" | "updateBar" | "setRealised">;
  readonly heat: Pick<HeatClient, "putColumn">;
  readonly strip: Pick<StripHost, "takeLevels" | "takeBook">;
  readonly ladder: Pick<LadderHost, "setBook">;
  readonly findings: Pick<MapFindings, "lookAt">;
  readonly consensus: Pick<ConsensusFeed, "look">;
  /** Whether now is what is shown, and not an earlier instant. */
  readonly isNow: () => boolean;
  /** A book that was asked for is to be shown. */
  readonly onAsked: (book: LevelsGrid) => void;
  /** The stream's own book is on screen. */
  readonly onStreamed: () => void;
}

export function createLiveIntake({ live, stage, chart, heat, strip, ladder, findings, consensus, ...parts }: LiveIntakeParts): LiveIntake {
  const { isNow, onStreamed } = parts;
  /** The book of now, kept up to date behind an earlier one. */
  let book: LevelsGrid | undefined;
  let orders: OrderBookMessage | undefined;
  let isBehind = false;
  /** Whether anything has come that was not drawn. */
  let hasMore = false;

  function staysUndrawn(): boolean {
    hasMore ||= isBehind;
    return isBehind;
  }

  async function renew(): Promise<void> {
    if (isNow()) await requestInstant(stage, (asked) => isNow() && parts.onAsked(asked));
  }
  const catchUp = () => void (stage.scene && isFilling(stage.scene.market) ? renew() : stage.refresh());

  function takeLevels(frame: LevelsFrame): void {
    book = applyLevelsFrame(book, frame);
    if (!isNow() || staysUndrawn()) return;
    strip.takeLevels(frame);
    onStreamed();
  }

  function takeFrame(frame: ColumnFrame | LevelsFrame): void {
    const { scene } = stage;
    if (!scene || isFilling(scene.market) || document.hidden) return;
    if (frame.kind === "levels") {
      if (frame.grid.layer === scene.layer) takeLevels(frame);
      return;
    }
    if (staysUndrawn()) return;
    heat.putColumn({ market: scene.market.id, level: frame.level, layer: frame.column.layer, age: scene.age }, frame.column);
    if (isNow()) findings.lookAt(frame.column.column);
    if (!frame.column.provisional) consensus.look();
  }

  const missed = watchMissed((fromMs) => isNow() && void stage.refresh({ fromMs }));

  function takeMessage(message: ServerMessage): void {
    const scene = stage.live;
    if (!scene) return;
    const isDrawn = () => scene === stage.scene && !staysUndrawn();
    if (message.type === "realised" && message.market === scene.market.id && message.level === scene.level) {
      scene.realised.take(message.cells);
      if (isDrawn()) chart.setRealised(scene.realised.cells);
    }
    if (message.type === "market" && message.market.id === scene.market.id) missed.hear(message.market);
    if (message.type !== "candle" || message.market !== scene.market.id || isFilling(scene.market)) return;
    const taken = scene.history.take(message.candle);
    if (taken?.gapAfterMs !== undefined) missed.noteGap(taken.gapAfterMs);
    if (!isDrawn()) return;
    if (taken?.gapAfterMs !== undefined) chart.setBars(scene.history.bars, scene.level);
    else if (taken) chart.updateBar(taken.bar);
  }

  function showBook(layer: StockLayer): void {
    if (book?.layer === layer) strip.takeBook(book);
  }

  function drawWhatCame(): void {
    ladder.setBook(orders);
    const { scene } = stage;
    if (!hasMore || !scene || scene.replay) return;
    chart.setBars(scene.history.bars, scene.level);
    chart.setRealised(scene.realised.cells);
    showBook(scene.layer);
    onStreamed();
    catchUp();
  }

  const stopListening = live.listen({ onResumed: catchUp, onFrame: takeFrame, onMessage: takeMessage });
  const onVisibility = () => document.hidden || catchUp();
  document.addEventListener("visibilitychange", onVisibility);

  return {
    setStanding(standing) {
      isBehind = standing === "behind";
      if (isBehind) return;
      drawWhatCame();
      hasMore = false;
    },
    setOrders(next) {
      orders = next;
      if (!isBehind) ladder.setBook(next);
    },
    renew,
    showBook,
    clear() {
      book = undefined;
    },
    close() {
      document.removeEventListener("visibilitychange", onVisibility);
      stopListening();
      missed.close();
    },
  };
}
