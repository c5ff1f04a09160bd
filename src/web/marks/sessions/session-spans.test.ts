import { expect, test } from "vitest";
import { SESSIONS, sessionSpans } from "./session-spans.ts";

const at = (text: string) => Date.parse(`${text}Z`);

test("a day has each session once, at its hours", () => {
  const spans = sessionSpans(at("2026-03-01T00:00:00"), at("2026-03-02T00:00:00"));
  expect(spans.map(({ session, fromMs, toMs }) => [session.name, new Date(fromMs).toISOString().slice(0, 13), new Date(toMs).getUTCHours()])).toEqual([
    ["Asia", "2026-03-01T00", 9],
    ["London", "2026-03-01T08", 17],
    ["New York", "2026-03-01T13", 22],
  ]);
});

test("only what touches the stretch, up to its very end", () => {
  const namesIn = (from: string, to: string) => sessionSpans(at(from), at(to)).map(({ session }) => session.name);
  expect(namesIn("2026-03-01T22:00:00", "2026-03-02T00:00:00")).toEqual([]);
  expect(namesIn("2026-03-01T21:59:00", "2026-03-02T00:01:00")).toEqual(["New York", "Asia"]);
});

test("no two sessions of one lane overlap", () => {
  for (const lane of [0, 1]) {
    const hours = SESSIONS.filter((session) => session.lane === lane).flatMap(({ fromHour, toHour }) => [fromHour, toHour]);
    expect(hours).toEqual(hours.toSorted((a, b) => a - b));
  }
});
