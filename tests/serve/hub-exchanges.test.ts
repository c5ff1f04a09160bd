import { afterEach, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { BTC, START, type HubScene, closeMinute, isFinalBookOf, isMarketOf, nextUpdate, openScene, turn, untilLoaded } from "./hub-scene.ts";
import { barOf, instrumentOf } from "./peer-exchange.ts";

const SECOND = "second";
const SECOND_BTC = `${SECOND}:BTCUSDT`;
const MINUTE = START / MINUTE_MS;

let scene: HubScene;
afterEach(() => scene.close());

/** Closes a minute on every exchange that is there; resolves to the times of the books that `markets` then have. */
async function step(minute: number, markets: readonly string[]): Promise<readonly number[]> {
  const heard = markets.map((market) => nextUpdate(scene.hub, isFinalBookOf(market)));
  closeMinute(scene, minute);
  return (await Promise.all(heard)).map(({ book }) => book.snapshot.time);
}

const OF_STEPS: ReadonlySet<string> = new Set(["estimate", "mark-bars"]);
const feedsOf = (exchange: string) => scene.hub.status().feeds.filter((feed) => feed.exchange === exchange && !OF_STEPS.has(feed.stream));

test("a coin that one exchange lacks is followed on the others, and the lack is said", async () => {
  scene = await openScene({ coins: ["BTC", "ETH", "SOL"] }, {}, [{ id: SECOND, coins: ["SOL", "BTC"] }]);
  await untilLoaded(scene.hub);
  expect(
    scene.hub
      .markets()
      .filter(({ ready }) => ready)
      .map(({ id }) => id),
  ).toEqual([BTC, SECOND_BTC, "binance:ETHUSDT", "binance:SOLUSDT", "second:SOLUSDT"]);
  expect(scene.problems).toEqual(["second: Second has no contract of ETH as wanted"]);
  expect(feedsOf(SECOND).map(({ stream, state }) => [stream, state])).toEqual([
    ["candles", "live"],
    ["candles", "live"],
    ["instruments", "live"],
  ]);
});

test("a coin that an exchange lists later joins", async () => {
  scene = await openScene({}, {}, [{ id: SECOND, coins: [] }]);
  await untilLoaded(scene.hub);
  expect(scene.hub.markets().map(({ id }) => id)).toEqual([BTC]);
  expect(feedsOf(SECOND)).toMatchObject([{ stream: "instruments", state: "closed" }]);
  scene.peers[1].coins = ["BTC"];
  const listed = nextUpdate(scene.hub, isMarketOf(SECOND_BTC));
  scene.clock.advance(HOUR_MS);
  await listed;
  await untilLoaded(scene.hub);
  expect(scene.hub.market(SECOND_BTC)?.ready).toBe(true);
  expect(feedsOf(SECOND)).toMatchObject([{ stream: "candles", state: "live" }]);
});

test("where coins are listed one after the other, nobody waits for the last, and none is missed", async () => {
  scene = await openScene({ coins: ["BTC", "ETH"], relistMs: asMs(500) }, {}, [{ id: SECOND, coins: [] }]);
  Object.assign(scene.peer, { coins: ["BTC"] });
  scene.peers[1].coins = ["ETH", "BTC"];
  const listed = nextUpdate(scene.hub, isMarketOf(SECOND_BTC));
  scene.clock.advance(500);
  await listed;
  await untilLoaded(scene.hub);
  expect(scene.hub.market(SECOND_BTC)?.ready).toBe(true);
  expect(scene.problems).toEqual([]);
});

test("an exchange that says when it lists more is asked then, and not before: questions count against its limits", async () => {
  let listings = 0;
  scene = await openScene({ coins: ["BTC", "ETH"], relistMs: asMs(500), listings: () => listings }, {}, [{ id: SECOND, coins: [] }]);
  const [, second] = scene.peers;
  const answer = second.instruments.bind(second);
  let asked = 0;
  Object.assign(second, {
    instruments: (...question: Parameters<typeof answer>) => {
      asked++;
      return answer(...question);
    },
  });
  for (let look = 0; look < 6; look++) {
    scene.clock.advance(500);
    await turn();
  }
  expect(asked).toBe(0);
  second.coins = ["ETH"];
  listings++;
  const listed = nextUpdate(scene.hub, isMarketOf("second:ETHUSDT"));
  scene.clock.advance(500);
  await listed;
  expect(asked).toBeGreaterThan(0);
});

test("where coins are still being listed, one whose first question failed is waited for, and not said to have none", async () => {
  scene = await openScene({ relistMs: asMs(500) }, {}, [{ id: SECOND, silence: "Second cannot be reached" }]);
  await untilLoaded(scene.hub);
  expect(scene.hub.preparing()).toBeDefined();
  scene.peers[1].silence = undefined;
  const listed = nextUpdate(scene.hub, isMarketOf(SECOND_BTC));
  scene.clock.advance(MINUTE_MS);
  await listed;
  await expect.poll(() => scene.hub.preparing()).toBeUndefined();
});

test("an exchange that is silent at the start hurts nobody, and joins when it answers", async () => {
  scene = await openScene({}, {}, [{ id: SECOND, silence: "Second cannot be reached" }]);
  await untilLoaded(scene.hub);
  expect(await step(MINUTE, [BTC])).toEqual([START + MINUTE_MS]);
  expect(feedsOf(SECOND)).toMatchObject([{ state: "connecting", problem: "Second cannot be reached" }]);
  scene.peers[1].silence = undefined;
  const listed = nextUpdate(scene.hub, isMarketOf(SECOND_BTC));
  scene.clock.advance(60_000);
  await listed;
  await untilLoaded(scene.hub);
  expect(await step(MINUTE + 3, [BTC, SECOND_BTC])).toEqual([START + 4 * MINUTE_MS, START + 4 * MINUTE_MS]);
});

test("markets stand in the order in which coins and exchanges were asked for, whoever answered first", async () => {
  scene = await openScene({ coins: ["ETH", "BTC"] }, { silence: "Binance cannot be reached" }, [{ id: SECOND, coins: ["BTC", "ETH"] }]);
  await untilLoaded(scene.hub);
  expect(scene.hub.markets().map(({ id }) => id)).toEqual(["second:ETHUSDT", SECOND_BTC]);
  scene.peer.silence = undefined;
  const listed = nextUpdate(scene.hub, isMarketOf(BTC));
  scene.clock.advance(60_000);
  await listed;
  await untilLoaded(scene.hub);
  expect(scene.hub.markets().map(({ id }) => id)).toEqual(["binance:ETHUSDT", "second:ETHUSDT", BTC, SECOND_BTC]);
});

test("one that is lost mid-run stops alone, and fills what it missed when it is back", async () => {
  scene = await openScene({}, {}, [{ id: SECOND }]);
  await untilLoaded(scene.hub);
  await step(MINUTE, [BTC, SECOND_BTC]);
  Object.assign(scene.peers[1], { cut: true, refusal: "Second is gone", silence: "Second is gone" });
  for (let minute = MINUTE + 1; minute < MINUTE + 6; minute++) expect(await step(minute, [BTC])).toEqual([(minute + 1) * MINUTE_MS]);
  expect(scene.hub.market(SECOND_BTC)?.lastTime).toBe(START + MINUTE_MS);
  expect(scene.hub.market(BTC)?.lastTime).toBe(START + 6 * MINUTE_MS);
  expect(scene.hub.status().feeds.find(({ exchange, stream }) => exchange === SECOND && stream === "estimate")).toMatchObject({
    state: "stale",
    problem: "Second is gone",
  });
  Object.assign(scene.peers[1], { cut: false, refusal: undefined, silence: undefined });
  const back = nextUpdate(scene.hub, isFinalBookOf(SECOND_BTC));
  for (let minute = MINUTE + 6; minute < MINUTE + 10; minute++) {
    await step(minute, [BTC]);
    await turn();
  }
  expect((await back).book.snapshot.time).toBeGreaterThan(START + 2 * MINUTE_MS);
  expect(scene.hub.status().feeds.find(({ exchange, stream }) => exchange === SECOND && stream === "estimate")).toMatchObject({ gaps: 0, problem: undefined });
});

test("the minutes in which nothing came of an exchange are a hole of its markets, however whole its bars come back", async () => {
  scene = await openScene({}, {}, [{ id: SECOND }]);
  await untilLoaded(scene.hub);
  await step(MINUTE, [BTC, SECOND_BTC]);
  scene.peers[1].cut = true;
  for (let minute = MINUTE + 1; minute < MINUTE + 4; minute++) await step(minute, [BTC]);
  scene.peers[1].cut = false;
  // Its feed fetches the bars that it missed before it goes on.
  const second = instrumentOf("BTC", SECOND);
  const back = nextUpdate(scene.hub, isFinalBookOf(SECOND_BTC));
  scene.peers[1].emit([1, 2, 3].flatMap((missed) => [barOf(second, MINUTE + missed, "mark"), barOf(second, MINUTE + missed)]));
  scene.clock.advance(1_000);
  await back;
  await step(MINUTE + 4, [BTC, SECOND_BTC]);
  const holesOf = (market: string) => scene.hub.market(market)?.holes.map(({ from, to, missingMs }) => [from - START, to - START, missingMs]);
  await expect.poll(() => holesOf(SECOND_BTC)).toEqual([[MINUTE_MS, 4 * MINUTE_MS + 3_000, 0]]);
  expect(holesOf(BTC)).toEqual([]);
});
