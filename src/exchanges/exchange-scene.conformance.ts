import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EventOf, MarketEventKind } from "#core/events.ts";
import { type ExchangePeer, type ExchangeUnderTest, NOW, REAL } from "./exchange-under-test.conformance.ts";
import type { ContractClass } from "./exchange.ts";
import { type RunningFeed, feedsOf } from "./running-feed.conformance.ts";
import { OPTION_COIN, SCENE, type Scene } from "./scene.conformance.ts";
import { patiently } from "./patience.conformance.ts";

/** What every exchange promises of its figures: whatever its words, units and sides, what happened comes out the same, of every kind of contract that it has. */
export function describeScenes(subject: ExchangeUnderTest): void {
  const { declaration, scenes } = subject;
  const start = feedsOf(subject);

  test("has a scene of every kind of contract that it declares", () => {
    expect(Object.keys(scenes).toSorted()).toEqual(declaration.contracts.toSorted());
  });

  for (const [contract, scene] of Object.entries(scenes) as [ContractClass, Scene][])
    describe(`of a ${contract.replace("-", " ")}`, () => {
      const [kind] = contract.split("-") as ["linear" | "inverse"];
      const isDated = contract.endsWith("dated");
      const play = async (frames: readonly object[]): Promise<RunningFeed> => {
        const running = await start({ contract });
        for (const frame of frames) for (const line of running.peer.server.lines()) line.say(frame);
        return running;
      };

      test("is the instrument that its feed names", async () => {
        const { instrument } = await start({ contract });
        expect(instrument).toMatchObject({ symbol: scene.symbol, contract: kind });
        expect(instrument.expiry === undefined).toBe(!isDated);
        const { sampling } = declaration.liquidations;
        expect(instrument.liquidationFeed).toEqual({ exchanges: [declaration.id], sampling });
      });

      test("trades have the side of the taker and the size in coins, of inverse ones in dollars", async () => {
        const running = await play(scene.trades);
        await running.heard.untilTrue(() => told(running, "trade").length >= 2);
        const trade = { price: SCENE.price, size: expect.closeTo(SCENE.size[kind], 9) as number };
        expect(told(running, "trade")).toMatchObject([
          { ...trade, takerSide: "sell" },
          { ...trade, takerSide: "buy" },
        ]);
      });

      test("marks have their index, and the rate of funding where there is funding", async () => {
        const running = await play(scene.marks);
        await running.heard.until(["mark"]);
        const [mark] = told(running, "mark").toReversed();
        expect(mark).toMatchObject({ mark: SCENE.mark, index: SCENE.index });
        if (isDated) for (const field of ["fundingRate", "nextFundingTime"]) expect(mark).not.toHaveProperty(field);
        else expect(mark).toMatchObject({ fundingRate: SCENE.fundingRate });
      });

      test.each(scene.openInterest ?? [undefined])("open interest counts one side (%#)", async (frame) => {
        const running = await play(frame === undefined ? [] : [...scene.marks.slice(0, -1), frame]);
        await running.heard.until(["open-interest"]);
        expect(told(running, "open-interest")[0].openInterest).toBeCloseTo(SCENE.openInterest[kind], 6);
      });

      const { liquidations } = scene;
      expectPublic(subject, liquidations !== undefined);
      if (liquidations === undefined) return;

      test("a liquidation names the side of the position, its bankruptcy price, and whether the feed is complete; none of one message is lost", async () => {
        const running = await play(liquidations.says);
        await running.heard.untilTrue(() => told(running, "liquidation").length >= liquidations.sides.length);
        expect(told(running, "liquidation")).toMatchObject(
          liquidations.sides.map((side) => ({
            positionSide: side,
            size: expect.closeTo(SCENE.size[kind], 9) as number,
            orderPrice: SCENE.bankruptcy[side],
            price: SCENE[liquidations.printed][side],
            sampling: declaration.liquidations.sampling,
          })),
        );
      });
    });
}

/** Options are not followed: whatever the peer lists of {@link OPTION_COIN} is one. */
export function describeOptions(subject: ExchangeUnderTest): void {
  let peer: ExchangePeer;
  beforeEach(async () => (peer = await subject.startPeer({ now: NOW, listedAt: NOW - 86_400_000 })));
  afterEach(() => peer.server.stop());

  test("refuses options by their type, whatever they are called", async () => {
    const wish = { coins: ["BTC", OPTION_COIN], contracts: subject.declaration.contracts };
    await expect(subject.create(peer.hosts, REAL).instruments(wish, patiently())).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(new RegExp(` of ${OPTION_COIN}$`)) as string,
    });
    for (const { query, body } of peer.server.requests) expect(`${query.toString()} ${JSON.stringify(body)}`).not.toMatch(/=option/i);
  });
}

const told = <Kind extends MarketEventKind>({ heard }: RunningFeed, kind: Kind): EventOf<Kind>[] =>
  heard.events.filter((event): event is EventOf<Kind> => event.kind === kind);

function expectPublic({ without }: ExchangeUnderTest, isTold: boolean): void {
  if (isTold === without?.includes("liquidations")) throw new Error("a scene of an exchange has liquidations where, and only where, they are public");
}
