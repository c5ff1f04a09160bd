import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeBrackets } from "./exchange-brackets.conformance.ts";
import { describeFeed } from "./exchange-feed.conformance.ts";
import { describeFuzz } from "./exchange-fuzz.conformance.ts";
import { describeOrder } from "./exchange-order.conformance.ts";
import { describeRest } from "./exchange-rest.conformance.ts";
import { describeOptions, describeScenes } from "./exchange-scene.conformance.ts";
import type { ExchangeUnderTest } from "./exchange-under-test.conformance.ts";
import type { ExchangeDeclaration } from "./exchange.ts";
import type { Frame } from "./feeding/frame.ts";
import { expectFinite, mutated } from "./fuzz.conformance.ts";
import { HAS_RECORDED } from "./recorded-data.conformance.ts";

/** What every exchange promises. Its own test file calls this once. */
export function describeExchange(subject: ExchangeUnderTest): void {
  describe(`${subject.declaration.label} as an exchange`, () => {
    describeDeclaration(subject.declaration);
    describeFrames(subject);
    describeScenes(subject);
    describeOptions(subject);
    describeBrackets(subject);
    describeFuzz(subject);
    describeRest(subject);
    describeFeed(subject);
    describeOrder(subject);
  });
}

function describeDeclaration(declaration: ExchangeDeclaration): void {
  const { id, colour, hosts } = declaration;
  test("declares itself", () => {
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    expect(new Set(hosts.map(({ use }) => use))).toEqual(new Set(["rest", "ws"]));
    for (const host of hosts) {
      expect(host.env).toMatch(/^POWDERKEG_[A-Z_]+_URL$/);
      expect(new URL(host.url).protocol).toBe(host.use === "rest" ? "https:" : "wss:");
    }
    expect(declaration.symbolOfCoin("BTC")).toContain("BTC");
  });
}

function describeFrames({ frames, normalise, instruments, recorded = [] }: ExchangeUnderTest): void {
  const bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
  const read = (text: string): Frame => normalise(text, bySymbol);

  test("reads every sample frame", () => {
    for (const frame of frames) {
      const found = read(JSON.stringify(frame));
      expect(found.kind === "data" && found.data.length > 0, `${JSON.stringify(found)} of ${JSON.stringify(frame)}`).toBe(true);
    }
  });

  test("gives finite data or a reason for whatever a frame holds", () => {
    fc.assert(
      fc.property(mutated(frames), (text) => expectSound(read(text))),
      { numRuns: 3_000 },
    );
  });

  test("gives a reason for text that is no frame", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => expectSound(read(text))));
    for (const frame of frames) expect(read(JSON.stringify(frame).slice(0, -2))).toEqual({ kind: "dropped", reason: "not JSON" });
  });

  test("takes no stamp that counts something else for milliseconds", () => {
    const found = frames.map((frame) => read(JSON.stringify(frame).replace(/\b1\d{12}\b/g, (stamp) => `${stamp}000`)));
    for (const frame of found) for (const [key, value] of numbersIn(frame)) if (/time|sentAt/i.test(key)) expect(value, key).toBeLessThan(1e13);
    expect(found.filter(({ kind }) => kind === "dropped").length).toBeGreaterThan(0);
  });

  for (const { name, texts, data, reasons = {} } of recorded) {
    test.skipIf(!HAS_RECORDED)(`reads what was recorded: ${name} (needs POWDERKEG_RECORDED_DATA or ../shared/data)`, () => {
      const read = texts().map((text) => normalise(text, bySymbol));
      for (const frame of read) expectSound(frame);
      expect(tally(read.flatMap((frame) => (frame.kind === "data" ? frame.data.map(({ kind }) => kind) : [])))).toEqual(data);
      expect(tally(read.flatMap((frame) => (frame.kind === "dropped" || frame.kind === "refused" ? frame.reason : [])))).toEqual(reasons);
    });
  }
}

function expectSound(frame: Frame): void {
  if (frame.kind === "dropped" || frame.kind === "refused") expect(frame.reason).not.toBe("");
  expectFinite(frame, frame.kind);
}

function numbersIn(value: unknown, key = ""): readonly (readonly [key: string, value: number])[] {
  if (typeof value === "number") return [[key, value]];
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([name, inner]) => numbersIn(inner, name)) : [];
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
