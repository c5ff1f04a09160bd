import type { Page, WebSocketRoute } from "playwright-core";

/** The stream of a page: the server's own, and after that more of the same, faster. */
export interface LiveFeed {
  /** Binary frames that the page has been sent so far. */
  heard(): number;
  /** Resolves when a column, a book and a candle of a new page have come. */
  untilHeard(): Promise<void>;
  /** Sends what a second brings, again: the forming column, its candle and four books. From then on the server's own data are held back. */
  playSecond(): void;
  /** Goes on to the next minute: its column forms for some seconds and closes. One book has to do: books replace each other. */
  playMinute(): void;
}

const MINUTE_MS = 60_000;
/** Places in the frames of src/wire/frames.ts. */
const COLUMN_FLAGS_AT = 7;
const COLUMN_INDEX_AT = 8;
const PROVISIONAL = 1;
const BOOK_IS_FULL_AT = 6;
const BOOKS_A_SECOND = 4;
/** Of the sixty seconds of a minute that is played quickly. */
const SECONDS_PLAYED = 5;

interface CandleMessage {
  readonly type: string;
  readonly candle: readonly [openTime: number, ...rest: (number | null)[]];
}

export async function liveFeedOf(page: Page): Promise<LiveFeed> {
  let socket: WebSocketRoute | undefined;
  let column: Buffer | undefined;
  let book: Buffer | undefined;
  let candle: CandleMessage | undefined;
  let playing = false;
  let sent = 0;
  await page.routeWebSocket(/stream/, (route) => {
    socket = route;
    playing = false;
    column = book = candle = undefined;
    route.connectToServer().onMessage((message) => {
      const isData = typeof message !== "string" || message.startsWith('{"type":"candle"');
      if (playing && isData) return;
      take(message);
      send(message);
    });
  });

  function take(message: string | Buffer): void {
    if (typeof message !== "string") {
      if (message.toString("latin1", 0, 3) === "PKC") column = message;
      else if (message[BOOK_IS_FULL_AT] === 1) book = message;
    } else if (message.startsWith('{"type":"candle"')) candle = JSON.parse(message) as CandleMessage;
  }

  function send(message: string | Buffer): void {
    socket?.send(message);
    if (typeof message !== "string") sent++;
  }

  function parts() {
    if (!column || !book || !candle) throw new Error("nothing has come yet that could be played on");
    return { column, book, candle };
  }

  function playSecond(): void {
    const of = parts();
    playing = true;
    send(JSON.stringify(of.candle));
    send(of.column);
    for (let at = 0; at < BOOKS_A_SECOND; at++) send(of.book);
  }

  return {
    heard: () => sent,
    async untilHeard() {
      const isThere = () => column !== undefined && book !== undefined && candle !== undefined;
      while (!isThere()) await page.waitForTimeout(200);
    },
    playSecond,
    playMinute() {
      const last = parts();
      column = Buffer.from(last.column);
      column.writeInt32LE(last.column.readInt32LE(COLUMN_INDEX_AT) + 1, COLUMN_INDEX_AT);
      const [openTime, ...rest] = last.candle.candle;
      candle = { ...last.candle, candle: [openTime + MINUTE_MS, ...rest] };
      column[COLUMN_FLAGS_AT] |= PROVISIONAL;
      playing = true;
      for (let second = 0; second < SECONDS_PLAYED; second++) {
        send(JSON.stringify(candle));
        send(column);
      }
      send(last.book);
      column[COLUMN_FLAGS_AT] &= ~PROVISIONAL;
      send(column);
    },
  };
}
