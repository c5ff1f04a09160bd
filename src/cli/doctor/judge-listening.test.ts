import { expect, test } from "vitest";
import { findingsOf } from "./judge-listening.ts";
import type { StreamReport } from "./listen.ts";

const stream = (name: string, rest: Partial<StreamReport> = {}): StreamReport => ({
  stream: name,
  messages: 3,
  dropped: 0,
  lagMs: 80,
  problem: undefined,
  firstAfterMs: 200,
  mayBeSilent: false,
  ...rest,
});
const judge = (streams: readonly StreamReport[], skewMs?: number) => findingsOf({ streams, lineProblems: [], skewMs }, 15_000);

test("what came is one line, with the time of the last to begin", () => {
  expect(judge([stream("trades"), stream("book", { firstAfterMs: 1_340 })])).toEqual([
    { level: "ok", about: "streams", says: "trades, book came within 1.3 s" },
  ]);
});

test("what comes late is told, but not what a wrong clock makes look late", () => {
  expect(judge([stream("trades", { lagMs: 9_000 })])).toContainEqual({ level: "warning", about: "trades", says: "trades comes 9.0 s late" });
  expect(judge([stream("trades", { lagMs: 9_000 })], -8_900).map(({ level }) => level)).toEqual(["ok"]);
  expect(judge([stream("trades", { lagMs: 100 })], 8_900).map(({ level }) => level)).toEqual(["ok", "warning"]);
});

test("frames that cannot be read are told with the reason: the exchange may have changed them", () => {
  expect(judge([stream("book", { dropped: 12, problem: "malformed books" })])).toContainEqual({
    level: "warning",
    about: "book",
    says: "12 messages of book could not be read: malformed books",
  });
});

test("silence of what is rare is a note, of everything else a fault", () => {
  const silent = { messages: 0, firstAfterMs: null, lagMs: undefined };
  const findings = judge([stream("liquidations", { ...silent, mayBeSilent: true }), stream("mark", silent)]);
  expect(findings.map(({ level, about }) => [level, about])).toEqual([
    ["fault", "mark"],
    ["note", "streams"],
  ]);
});
