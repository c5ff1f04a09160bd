import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { type Timing, systemClock } from "./connection/clock.ts";
import type { LoopbackRequest } from "./connection/loopback-server.conformance.ts";
import { type ExchangePeer, type ExchangeUnderTest, NOW, REAL, bitcoin } from "./exchange-under-test.conformance.ts";
import type { BackfillKind, Exchange } from "./exchange.ts";
import { changed, changes, expectFinite, mutated } from "./fuzz.conformance.ts";
import { feedsOf } from "./running-feed.conformance.ts";
import { patiently } from "./patience.conformance.ts";

const FRAMES = 100;
const ANSWERS = 60;
/** A settlement of funding lies in it. */
const HISTORY_MS = 9 * HOUR_MS;
/** Pauses between attempts and time-outs pass fast. */
const HURRIED: Timing = { clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) }, random: () => 0 };

/** What every exchange promises of frames and answers that are nearly right: nothing is thrown across the loop, nothing that is no number goes out, every drop is counted. */
export function describeFuzz(subject: ExchangeUnderTest): void {
  describe("of what is nearly right", () => {
    const start = feedsOf(subject);

    test("every frame that is dropped is counted, and the feed goes on", async () => {
      const { peer, feed, heard, instrument, speak } = await start();
      const bySymbol = new Map([[instrument.symbol, instrument]]);
      const isDropped = (text: string): boolean => subject.normalise(text, bySymbol).kind === "dropped";
      const texts = fc
        .sample(mutated(subject.frames), { numRuns: 20 * FRAMES, seed: 4 })
        .filter(isDropped)
        .slice(0, FRAMES);
      expect(texts).toHaveLength(FRAMES);
      for (const line of peer.server.lines()) for (const text of texts) line.socket.send(text);
      speak();
      await heard.until(subject.spokenKinds);
      expect(feed.health().reduce((sum, { dropped }) => sum + dropped, 0)).toBe(FRAMES * subject.lines);
      for (const event of heard.events) expectFinite(event, event.kind);
    });

    describe("over REST", () => {
      let peer: ExchangePeer;
      let instrument: Instrument;
      /** What is asked to know the instruments. */
      let listings: ReadonlySet<string>;
      beforeEach(async () => {
        peer = await subject.startPeer({ now: NOW, listedAt: NOW - HISTORY_MS });
        peer.tellBrackets();
        instrument = await bitcoin(subject.create(peer.hosts, REAL));
        listings = new Set(peer.server.requests.map(questionOf));
      });
      afterEach(() => peer.server.stop());

      const kinds = Object.keys(subject.declaration.history) as BackfillKind[];
      const isHistory = (question: string): boolean => (kinds as readonly string[]).includes(question);
      const questions: Readonly<Record<string, (exchange: Exchange, signal: AbortSignal) => Promise<unknown>>> = {
        instruments: (exchange, signal) => exchange.instruments({ coins: ["BTC"], contracts: subject.declaration.contracts }, signal),
        brackets: async (exchange, signal) => exchange.brackets?.([instrument], signal),
        ...Object.fromEntries(kinds.map((kind) => [kind, (exchange: Exchange, signal: AbortSignal) => historyOf(exchange, { instrument, kind }, signal)])),
      };

      test.each(Object.keys(questions))("%s: figures, or a sentence", async (question) => {
        await fc.assert(
          fc.asyncProperty(changes(), async (made) => {
            peer.server.tamperAnswers((body, request) => (isHistory(question) && listings.has(questionOf(request)) ? body : changed(body, made)));
            const signal = patiently();
            const answer = await questions[question](subject.create(peer.hosts, HURRIED), signal).catch((error: unknown) => error);
            if (answer instanceof Error) expect(answer, String(answer.stack)).toBeInstanceOf(AppError);
            else expectFinite(answer, question);
          }),
          { numRuns: ANSWERS, seed: 4 },
        );
      });
    });
  });
}

async function historyOf(exchange: Exchange, { instrument, kind }: { instrument: Instrument; kind: BackfillKind }, signal: AbortSignal): Promise<unknown[]> {
  const intervalMs = kind === "open-interest" || kind === "ratio" ? asMs(5 * MINUTE_MS) : MINUTE_MS;
  const events: unknown[] = [];
  const request = { instrument, kind, from: asMs(NOW - HISTORY_MS), to: asMs(NOW), intervalMs };
  for await (const batch of exchange.backfill(request, signal)) events.push(...batch);
  return events;
}

const questionOf = ({ path, body }: LoopbackRequest): string => `${path} ${(body as { readonly type?: string } | undefined)?.type ?? ""}`;
