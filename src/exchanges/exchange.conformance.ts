import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeFeed } from "./exchange-feed.conformance.ts";
import { describeOrder } from "./exchange-order.conformance.ts";
import { describeRest } from "./exchange-rest.conformance.ts";
import type { ExchangeUnderTest } from "./exchange-under-test.conformance.ts";
import type { ExchangeDeclaration } from "./exchange.ts";
import type { Frame } from "./feeding/frame.ts";
import { HAS_RECORDED } from "./recorded-data.conformance.ts";

/** What every exchange promises. Its own test file calls this once. */
export function describeExchange(subject: ExchangeUnderTest): void {
  describe(`${subject.declaration.label} as an exchange`, () => {
    describeDeclaration(subject.declaration);
    describeFrames(subject);
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
    for (const frame of frames) expect(read(JSON.stringify(frame)), JSON.stringify(frame)).toMatchObject({ kind: "data", data: [{}] });
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

  for (const { name, texts, data, reasons = {} } of recorded) {
    test.skipIf(!HAS_RECORDED)(`reads what was recorded: ${name} (needs POWDERKEG_RECORDED_DATA or ../shared/data)`, () => {
      const read = texts().map((text) => normalise(text, bySymbol));
      for (const frame of read) expectSound(frame);
      expect(tally(read.flatMap((frame) => (frame.kind === "data" ? frame.data.map(({ kind }) => kind) : [])))).toEqual(data);
      expect(tally(read.flatMap((frame) => (frame.kind === "dropped" || frame.kind === "refused" ? frame.reason : [])))).toEqual(reasons);
    });
  }
}

/** A sample frame in which one or two values, at any depth, have become something else. */
function mutated(frames: readonly object[]): fc.Arbitrary<string> {
  const surprise = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("", " ", "NaN", "Infinity", "-1", "0", "1e999", "0x10", "1,5", null, -1, 0, 1.5, 1e300, true, [], {}),
  );
  return fc.tuple(fc.constantFrom(...frames), fc.array(fc.tuple(fc.nat(), surprise), { minLength: 1, maxLength: 2 })).map(([frame, changes]) => {
    const copy = structuredClone(frame) as Record<string, unknown>;
    for (const [at, value] of changes) {
      const places = placesIn(copy);
      const { parent, key } = places[at % places.length];
      parent[key] = value;
    }
    return JSON.stringify(copy);
  });
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(parent: Record<string, unknown>): Place[] {
  const inner = Object.values(parent).filter((value): value is Record<string, unknown> => typeof value === "object" && value !== null);
  return [...Object.keys(parent).map((key) => ({ parent, key })), ...inner.flatMap(placesIn)];
}

function expectSound(frame: Frame): void {
  if (frame.kind === "dropped" || frame.kind === "refused") expect(frame.reason).not.toBe("");
  expectFinite(frame, frame.kind);
}

function expectFinite(value: unknown, path: string): void {
  if (typeof value === "number" && !Number.isFinite(value)) expect.fail(`${path} is ${value}`);
  if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) expectFinite(inner, `${path}.${key}`);
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
