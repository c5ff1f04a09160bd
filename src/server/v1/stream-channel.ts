import type { AgeBand } from "#core/age-band.ts";
import type { HeatColumn } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { StockLayer } from "#core/layer.ts";
import { REALISED } from "#core/realised.ts";
import { columnOfBand, levelsOfBand } from "#insight/age-bands.ts";
import type { Book } from "#pipeline/book.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import type { MeasuredBook } from "#pipeline/measured/measured-book.ts";
import type { RealisedNews } from "#pipeline/realised-desk.ts";
import { encodeColumnFrame, encodeLevelsFrame, type LevelsGrid } from "#wire/frames.ts";
import type { ServerMessage } from "#wire/messages.ts";
import type { AgeDesk } from "#server/age-desk.ts";
import { gridOfBook } from "#server/levels-grid.ts";
import { realisedRows } from "#server/realised-rows.ts";

/** One subscription of a client: the columns of one layer and level, its book, and the realised liquidations of that level, of one market. */
export interface StreamChannel {
  readonly market: string;
  readonly layer: StockLayer;
  /** Sends the news of a book of this market and layer, or keeps what must not be missed while the client is congested. */
  show(update: Extract<HubUpdate, { kind: "book" | "measured" }>): void;
  /** Sends the cells that new prints fell into, or keeps the news while the client is congested. Never rejects. */
  showRealised(update: Extract<HubUpdate, { kind: "realised" }>): Promise<void>;
  /** Sends the state as it is. */
  showNow(): void;
}

export interface ChannelOptions {
  readonly hub: Hub;
  readonly ages: AgeDesk;
  readonly number: number;
  readonly market: string;
  readonly level: number;
  readonly rowsPerCell?: number | undefined;
  /** Modelled by default. */
  readonly layer?: StockLayer | undefined;
  /** Part of columns and levels; all by default. */
  readonly age?: AgeBand | undefined;
  readonly sendBinary: (frame: Uint8Array) => void;
  readonly sendText: (message: ServerMessage) => void;
  readonly congested: () => boolean;
}

/** What a client is shown of a book. */
interface Shown {
  readonly column: HeatColumn;
  readonly grid: LevelsGrid;
  readonly provisional: boolean;
}

const DEFAULT_ROWS_PER_CELL = 5;
const REACH = 0.6;
/** Final columns kept for a congested client; one that missed more asks for tiles again when it hears the market's `lastTime`. */
const MAX_MISSED = 64;
/** Between final books, a value that moved by less than this fraction is not sent again. */
const UNCHANGED = 0.001;

/** Opens a subscription, or says in words why there is none. */
export function openChannel(options: ChannelOptions): StreamChannel | string {
  const { hub, number, level, rowsPerCell = DEFAULT_ROWS_PER_CELL, layer = "modelled", age, ages, sendBinary, sendText, congested } = options;
  const market = hub.market(options.market);
  if (market === undefined) return `market: no ${options.market} here`;
  if (HEAT_LEVELS[level] === undefined || level < market.finestLevel)
    return `level: ${market.id} has levels ${market.finestLevel} to ${HEAT_LEVELS.length - 1}, not ${level}`;
  if (!market.layers.includes(layer)) return `layer: ${market.id} has no ${layer} layer here`;
  const { id } = market;
  const missed: HeatColumn[] = [];
  const missedNews: RealisedNews[] = [];
  let sent: LevelsGrid | undefined;

  function send({ column, grid, provisional }: Shown) {
    for (const before of missed.splice(0)) sendBinary(encodeColumnFrame({ channel: number, level, column: before }));
    sendBinary(encodeColumnFrame({ channel: number, level, column }));
    const shown = steadied(grid, provisional ? sent : undefined);
    sendBinary(encodeLevelsFrame(number, shown, sent));
    sent = shown;
  }

  function deliver(shown: Shown) {
    if (!congested()) return send(shown);
    if (shown.column.provisional) return;
    if (missed.push(shown.column) > MAX_MISSED) missed.shift();
  }

  const wholeOf = (book: Book | MeasuredBook): Shown => ({
    column: book.column(level),
    grid: gridOf(book, rowsPerCell),
    provisional: "provisional" in book && book.provisional,
  });

  async function ofAge(book: Book | MeasuredBook, band: AgeBand): Promise<Shown> {
    const { column, grid, provisional } = wholeOf(book);
    const least = await ages.least(id, { layer, level, column: column.column, mark: grid.mark, band });
    return { column: columnOfBand(column, least, band), grid: levelsOfBand(grid, least, band), provisional };
  }

  let turn = Promise.resolve();
  let inTurn = 0;
  /** What a book is compared with is read from the store: books wait for each other, and a forming one that would wait is out of date by then. */
  function showOfAge(book: Book | MeasuredBook, band: AgeBand) {
    if (inTurn > 0 && book.column(level).provisional) return;
    inTurn++;
    turn = turn
      .then(async () => deliver(await ofAge(book, band)))
      // The store may be closing; the next book tries again.
      .catch(() => undefined)
      .finally(() => void inTurn--);
  }

  const showBook = (book: Book | MeasuredBook) => (age === undefined ? deliver(wholeOf(book)) : showOfAge(book, age));

  async function sendRealised(news: RealisedNews) {
    // The store may be closing: then nobody is left to tell.
    const cells = await news.cells(level).catch(() => []);
    if (cells.length === 0) return;
    const { rowsPerCell } = HEAT_LEVELS[level];
    sendText({ type: "realised", layer: REALISED, market: id, level, rowsPerCell, cells: realisedRows(cells, { level, rowsPerCell }) });
  }

  return {
    market: id,
    layer,
    show(update) {
      if (update.market === id && update.book.layer === layer) showBook(update.book);
    },
    async showRealised(update) {
      if (update.market !== id) return;
      missedNews.push(update.news);
      if (missedNews.length > MAX_MISSED) missedNews.shift();
      if (!congested()) for (const news of missedNews.splice(0)) await sendRealised(news);
    },
    showNow() {
      const book = layer === "modelled" ? hub.book(id) : hub.measured(id);
      if (book) showBook(book);
    },
  };
}

const grids = new WeakMap<Book | MeasuredBook, Map<number, LevelsGrid>>();

/** The grid of a book, made once for all clients. */
function gridOf(book: Book | MeasuredBook, rowsPerCell: number): LevelsGrid {
  const made = grids.get(book) ?? new Map<number, LevelsGrid>();
  grids.set(book, made);
  const grid = made.get(rowsPerCell) ?? gridOfBook(book, { rowsPerCell, reach: REACH });
  made.set(rowsPerCell, grid);
  return grid;
}

/** `grid` with the values of `before` wherever they differ by less than UNCHANGED, so that a second of ageing is not a frame of everything. */
function steadied(grid: LevelsGrid, before: LevelsGrid | undefined): LevelsGrid {
  if (before === undefined || before.firstCell !== grid.firstCell || before.cellCount !== grid.cellCount) return grid;
  const usd = Float32Array.from(grid.usd);
  for (let i = 0; i < usd.length; i++) if (Math.abs(usd[i] - before.usd[i]) < UNCHANGED * usd[i]) usd[i] = before.usd[i];
  return { ...grid, usd };
}
