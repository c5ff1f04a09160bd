import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { COLUMN_STATE, type HeatTile, type TilePlace, TILE_COLUMNS, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { type Hub, type HubOptions, startHub } from "#pipeline/hub.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import type { Store } from "#storage/store.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";
import { type PeerExchange, type PeerOptions, barOf, createPeerExchange, instrumentOf, openInterestAt, priceAtMinute } from "./peer-exchange.ts";

/** A minute in the middle of nowhere, so that windows and tiles are the same on every run. */
export const START = Date.UTC(2026, 2, 3, 10, 0);
export const BTC = "binance:BTCUSDT";

/** A hub on a real store and a peer exchange, under a clock moved by hand. */
export interface HubScene {
  readonly clock: ManualClock;
  readonly peer: PeerExchange;
  /** Every exchange, {@link HubScene.peer} first. */
  readonly peers: readonly PeerExchange[];
  readonly problems: string[];
  store: Store;
  hub: Hub;
  /** Ends the hub, closes the store and opens both again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** `trouble`: what the exchange says from the start, until the test takes it back. `others`: exchanges besides it. */
export async function openScene(
  overrides: Partial<HubOptions> = {},
  trouble: Partial<Pick<PeerExchange, "refusal" | "silence" | "published" | "hold">> & Pick<PeerOptions, "holdings"> = {},
  others: readonly (PeerOptions & Partial<Pick<PeerExchange, "silence" | "hold">>)[] = [],
): Promise<HubScene> {
  const folder = await mkdtemp(join(tmpdir(), "powderkeg-hub-"));
  const clock = createManualClock(START);
  const peer = createPeerExchange(clock, { holdings: trouble.holdings });
  const problems: string[] = [];
  Object.assign(peer, trouble);
  const peers = [peer, ...others.map((other) => Object.assign(createPeerExchange(clock, other), { silence: other.silence, hold: other.hold }))];
  const open = async () => {
    const store = await openDuckDbStore({ file: join(folder, "market.duckdb") });
    const hub = await startHub({
      source: "live",
      store,
      exchanges: peers,
      coins: ["BTC"],
      contracts: ["linear-perpetual"],
      pinned: new Map(),
      clock,
      depthMs: asMs(4 * HOUR_MS),
      fineDepthMs: 3 * HOUR_MS,
      signal: new AbortController().signal,
      onProblem: (where, problem) => problems.push(`${where}: ${problem}`),
      ...overrides,
    });
    return { store, hub };
  };
  const scene: HubScene = {
    clock,
    peer,
    peers,
    problems,
    ...(await open()),
    async restart() {
      await scene.hub.stop();
      await scene.store.close();
      Object.assign(scene, await open());
    },
    async close() {
      await scene.hub.stop();
      await scene.store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return scene;
}

/** Resolves with the first update that `wanted` is true for. */
export function nextUpdate<Update extends HubUpdate>(hub: Hub, wanted: (update: HubUpdate) => update is Update): Promise<Update> {
  return new Promise((resolve) => {
    const end = hub.subscribe((update) => {
      if (!wanted(update)) return;
      end();
      resolve(update);
    });
  });
}

/** The feeds of BTC close `minute`, and the clock moves past the time a step waits for stragglers. */
export function closeMinute({ clock, peers }: HubScene, minute: number): void {
  const end = (minute + 1) * MINUTE_MS;
  clock.advance(end - clock.now());
  for (const peer of peers) {
    const bitcoin = instrumentOf("BTC", peer.declaration.id);
    peer.emit([
      { kind: "open-interest", instrument: instrumentId(bitcoin), time: asMs(end - 5_000), openInterest: openInterestAt(end) },
      barOf(bitcoin, minute, "mark"),
      barOf(bitcoin, minute),
    ]);
  }
  clock.advance(3_000);
}

type BookUpdate = Extract<HubUpdate, { kind: "book" }>;
type MarketUpdate = Extract<HubUpdate, { kind: "market" }>;
export const isFinalBook = (update: HubUpdate): update is BookUpdate => update.kind === "book" && !update.book.provisional;
export const isProvisionalBook = (update: HubUpdate): update is BookUpdate => update.kind === "book" && update.book.provisional;

type CandleUpdate = Extract<HubUpdate, { kind: "candle" }>;
export const isCandle = (update: HubUpdate): update is CandleUpdate => update.kind === "candle";

export const isFinalBookOf =
  (market: string) =>
  (update: HubUpdate): update is BookUpdate =>
    isFinalBook(update) && update.market === market;

export const isRealised = (update: HubUpdate): update is Extract<HubUpdate, { kind: "realised" }> => update.kind === "realised";

export const isMarket = (update: HubUpdate): update is MarketUpdate => update.kind === "market";
export const isMarketOf =
  (market: string) =>
  (update: HubUpdate): update is MarketUpdate =>
    isMarket(update) && update.market.id === market;
export const isFailure = (update: HubUpdate): update is MarketUpdate => isMarket(update) && update.market.backfill.state === "failed";

/** Resolves when every market's history is done. */
export async function untilLoaded(hub: Hub): Promise<void> {
  const state = (wanted: string) => hub.markets().every(({ backfill }) => backfill.state === wanted);
  while (!state("done")) await nextUpdate(hub, isMarket);
  // The market goes live in the turn of the loop after it says so.
  await turn();
}

/** One turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Columns of a market. Default: final ones of {@link BTC}. */
interface ColumnsAsked {
  readonly from: number;
  readonly to: number;
  readonly market?: InstrumentId;
  readonly state?: keyof typeof COLUMN_STATE;
}

/** Bytes of the columns of a level that the store holds around the price then, by column. */
export async function storedColumns(store: Pick<Store, "tile">, level: number, columns: ColumnsAsked): Promise<Map<number, string>> {
  const { market = BTC, state = "final" } = columns;
  const found = new Map<number, string>();
  const tiles = new Map<string, HeatTile | undefined>();
  for (let column = columns.from; column <= columns.to; column++) {
    const price = priceAtMinute((column * HEAT_LEVELS[level].columnMs) / MINUTE_MS);
    const at = { layer: "modelled", level, x: tileXOfColumn(column), y: tileYOfCell(cellOfRow(HEAT_LEVELS[level], rowOf(price))) } as const;
    const key = `${at.x} ${at.y}`;
    if (!tiles.has(key)) tiles.set(key, await readTile(store, market, at));
    const tile = tiles.get(key);
    const x = column % TILE_COLUMNS;
    if (tile?.states[x] === COLUMN_STATE[state]) found.set(column, columnText(tile, x));
  }
  return found;
}

async function readTile(store: Pick<Store, "tile">, market: InstrumentId, at: TilePlace): Promise<HeatTile | undefined> {
  const stored = await store.tile(market, at);
  return stored && parseTile(gunzipSync(stored.gzip), at.layer);
}

function columnText({ bytes }: HeatTile, x: number): string {
  const column = Buffer.alloc(bytes.length / TILE_COLUMNS);
  for (let i = 0; i < column.length; i++) column[i] = bytes[i * TILE_COLUMNS + x];
  return column.toString("base64");
}
