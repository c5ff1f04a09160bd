import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Hub } from "#pipeline/hub.ts";
import { createAgeDesk } from "#server/age-desk.ts";
import { openChannel } from "#server/v1/stream-channel.ts";
import { type RunningServer, startServer } from "#server/start-server.ts";
import { parseFrame } from "#wire/frames.ts";
import { type ServerMessage, serverMessageSchema } from "#wire/messages.ts";
import { MINUTE_MS } from "#core/units.ts";
import { BTC, START, type HubScene, isFinalBook, isProvisionalBook, isRealised, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";
import { barOf, instrumentOf } from "./peer-exchange.ts";

const BITCOIN = instrumentOf("BTC");
const MINUTE = START / MINUTE_MS;
type Frame = ReturnType<typeof parseFrame>;

let scene: HubScene;
let server: RunningServer;
beforeEach(async () => {
  scene = await openScene();
  await untilLoaded(scene.hub);
  server = await startServer({ hub: scene.hub, version: "1", webDir: undefined, apiKeys: [], onProblem: () => undefined }, { host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  await server.close();
  await scene.close();
});

/** A client that hands out what it hears, one by one. */
async function connect() {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/stream`);
  const heard: (ServerMessage | Frame)[] = [];
  const news: (() => void)[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    const text = isBinary ? undefined : serverMessageSchema.parse(JSON.parse(data.toString()));
    heard.push(text ?? parseFrame(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer));
    news.splice(0).forEach((wake) => wake());
  });
  await once(socket, "open");
  return {
    socket,
    send: (message: unknown) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    async next<Wanted extends ServerMessage | Frame>(wanted: (message: ServerMessage | Frame) => message is Wanted): Promise<Wanted> {
      for (;;) {
        const index = heard.findIndex(wanted);
        if (index >= 0) return heard.splice(0, index + 1)[index] as Wanted;
        await new Promise<void>((resolve) => news.push(resolve));
      }
    },
  };
}

const isText =
  <Type extends ServerMessage["type"]>(type: Type) =>
  (message: ServerMessage | Frame): message is Extract<ServerMessage, { type: Type }> =>
    "type" in message && message.type === type;
const isFrame =
  <Kind extends Frame["kind"]>(kind: Kind) =>
  (message: ServerMessage | Frame): message is Extract<Frame, { kind: Kind }> =>
    "kind" in message && message.kind === kind;

function formMinute(minute: number): void {
  scene.peer.emit([{ ...barOf(BITCOIN, minute), closed: false }]);
  scene.clock.advance(5_000);
}

function closeMinute(minute: number): void {
  scene.clock.advance((minute + 1) * MINUTE_MS - scene.clock.now());
  scene.peer.emit([barOf(BITCOIN, minute, "mark"), barOf(BITCOIN, minute)]);
  scene.clock.advance(3_000);
}

test("a subscriber gets the state at once, then what changes", async () => {
  const client = await connect();
  expect(await client.next(isText("hello"))).toMatchObject({ source: "live", version: "1" });
  client.send({ type: "subscribe", market: BTC, level: 0 });
  const { channel, layer } = await client.next(isText("subscribed"));
  expect(layer).toBe("modelled");
  expect((await client.next(isFrame("column"))).column).toMatchObject({ layer: "modelled", column: MINUTE - 1, provisional: false });
  expect(await client.next(isFrame("levels"))).toMatchObject({ channel, full: true, grid: { layer: "modelled" } });
  formMinute(MINUTE);
  expect((await client.next(isFrame("column"))).column).toMatchObject({ column: MINUTE, provisional: true });
  closeMinute(MINUTE);
  expect(await client.next(isText("candle"))).toMatchObject({ market: BTC });
  const closing = async () => {
    for (;;) {
      const { column } = await client.next(isFrame("column"));
      if (!column.provisional) return column;
    }
  };
  expect((await closing()).column).toBe(MINUTE);
  scene.peer.emit([{ kind: "liquidation", instrument: BTC, time: scene.clock.now(), positionSide: "long", price: 60_000, size: 2 }]);
  expect(await client.next(isText("liquidation"))).toMatchObject({ layer: "realised", usd: 120_000, positionSide: "long" });
  client.socket.terminate();
});

test("nonsense is answered in words and the connection lives", async () => {
  const client = await connect();
  for (const [message, word] of [
    ["{", "JSON"],
    [{ type: "shout" }, "type"],
    [{ type: "subscribe", market: "binance:NOPE", level: 0 }, "NOPE"],
    [{ type: "subscribe", market: BTC, level: 99 }, "level"],
    [{ type: "subscribe", market: BTC, level: 1, layer: "measured" }, "no measured layer"],
    [{ type: "subscribe", market: BTC, level: 1, layer: "realised" }, "layer"],
  ] as const) {
    client.send(message);
    expect((await client.next(isText("error"))).detail).toContain(word);
  }
  client.send({ type: "subscribe", market: BTC, level: 1 });
  await client.next(isText("subscribed"));
  client.socket.terminate();
});

test("no more than its share of subscriptions on one connection", async () => {
  const client = await connect();
  for (let i = 0; i < 33; i++) client.send({ type: "subscribe", market: BTC, level: 4 });
  expect((await client.next(isText("error"))).detail).toContain("32");
  client.socket.terminate();
});

test("a congested client gets no forming columns, and later the final ones it missed", async () => {
  let congested = false;
  const frames: Frame[] = [];
  const channel = channelOf(scene.hub, {
    congested: () => congested,
    sendBinary: (frame) => frames.push(parseFrame(frame.buffer as ArrayBuffer)),
  });
  scene.hub.subscribe((update) => update.kind === "book" && channel.show(update));
  scene.hub.attend(BTC);
  const finals = () => frames.filter(isFrame("column")).flatMap(({ column }) => (column.provisional ? [] : column.column));

  congested = true;
  for (const minute of [MINUTE, MINUTE + 1]) {
    const forming = nextUpdate(scene.hub, isProvisionalBook);
    formMinute(minute);
    await forming;
    const final = nextUpdate(scene.hub, isFinalBook);
    closeMinute(minute);
    await final;
  }
  expect(frames).toEqual([]);

  congested = false;
  const final = nextUpdate(scene.hub, isFinalBook);
  closeMinute(MINUTE + 2);
  await final;
  expect(finals()).toEqual([MINUTE, MINUTE + 1, MINUTE + 2]);
  expect(frames.find(isFrame("levels"))).toMatchObject({ full: true });
});

test("prints come as whole sums of their cells, once they are stored; a congested client gets them later", async () => {
  const client = await connect();
  client.send({ type: "subscribe", market: BTC, level: 1 });
  await client.next(isText("subscribed"));
  let congested = true;
  const texts: ServerMessage[] = [];
  const channel = channelOf(scene.hub, { congested: () => congested, sendText: (message) => texts.push(message) });
  const shown: Promise<void>[] = [];
  scene.hub.subscribe((update) => update.kind === "realised" && shown.push(channel.showRealised(update)));
  for (const [size, prints] of [
    [2, 1],
    [3, 2],
  ]) {
    scene.peer.emit([{ kind: "liquidation", instrument: BTC, time: scene.clock.now(), positionSide: "short", price: 60_000, size }]);
    scene.clock.advance(1_000);
    const { level, cells } = await client.next(isText("realised"));
    const [[time, price, longUsd, shortUsd, count]] = cells;
    expect([level, cells.length, time, longUsd, shortUsd, count]).toEqual([1, 1, START, 0, prints === 1 ? 120_000 : 300_000, prints]);
    expect(Math.abs(price / 60_000 - 1)).toBeLessThan(0.001);
  }
  await Promise.all(shown);
  expect(texts).toEqual([]);
  congested = false;
  const news = nextUpdate(scene.hub, isRealised);
  scene.peer.emit([{ kind: "liquidation", instrument: BTC, time: scene.clock.now(), positionSide: "long", price: 61_000, size: 1 }]);
  scene.clock.advance(1_000);
  await news;
  await Promise.all(shown);
  expect(texts.flatMap((message) => (message.type === "realised" ? message.cells.map(([, , longUsd, shortUsd]) => [longUsd, shortUsd]) : []))).toEqual([
    [0, 300_000],
    [0, 300_000],
    [61_000, 0],
  ]);
  client.socket.terminate();
});

function channelOf(hub: Hub, to: { congested(): boolean; sendBinary?(frame: Uint8Array): void; sendText?(message: ServerMessage): void }) {
  const channel = openChannel({
    hub,
    ages: createAgeDesk(hub),
    number: 1,
    market: BTC,
    level: 0,
    congested: () => to.congested(),
    sendBinary: (frame) => to.sendBinary?.(frame),
    sendText: (message) => to.sendText?.(message),
  });
  if (typeof channel === "string") throw new Error(channel);
  return channel;
}

test("a client that stops reading does not make the server grow, and others are served", async () => {
  const slow = await connect();
  for (let i = 0; i < 32; i++) slow.send({ type: "subscribe", market: BTC, level: 0, rowsPerCell: 1 });
  for (let i = 0; i < 32; i++) await slow.next(isText("subscribed"));
  slow.socket.pause();
  const quick = await connect();
  quick.send({ type: "subscribe", market: BTC, level: 0 });
  await quick.next(isText("subscribed"));
  const before = heldBytes();
  for (let minute = MINUTE; minute < MINUTE + 40; minute++) {
    const final = nextUpdate(scene.hub, isFinalBook);
    closeMinute(minute);
    await final;
  }
  // 40 books x 32 subscriptions x 280 kB would be 360 MB.
  await expect.poll(() => heldBytes() - before).toBeLessThan(60e6);
  const last = async () => {
    for (;;) if ((await quick.next(isFrame("column"))).column.column === MINUTE + 39) return true;
  };
  expect(await last()).toBe(true);
  slow.socket.terminate();
  quick.socket.terminate();
});

/** Bytes of buffers that somebody holds: the others are collected first. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().arrayBuffers;
}
