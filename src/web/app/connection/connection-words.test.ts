import { expect, test } from "vitest";
import { type ConnectionState, connectionWords } from "./connection-words.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 30);
const WELL: ConnectionState = { stream: "open", lostAt: undefined, isOnline: true, freshAt: NOW - 500, stale: false, silent: "server", now: NOW };
const wordsOf = (state: Partial<ConnectionState>) => {
  const words = connectionWords({ ...WELL, ...state });
  return words && `${words.title}: ${words.sentences.join(" ")}`;
};

test("nothing is said while all is well, nor before the first connection", () => {
  expect(wordsOf({})).toBeUndefined();
  expect(wordsOf({ stream: "connecting", freshAt: undefined })).toBeUndefined();
});

test("a stream that is away is told with its time, and that nothing needs doing", () => {
  expect(wordsOf({ stream: "reconnecting", lostAt: NOW - 3_000 })).toMatch(/^Reconnecting: The live stream is away since 03:04:27 UTC\..* every 5 seconds/);
});

test("a stream that stays away while all else is answered points to a proxy", () => {
  const words = wordsOf({ stream: "reconnecting", lostAt: NOW - 45_000 });
  expect(words).toMatch(/until it is back\. The server answers all else: .*WebSockets/);
  expect(words).not.toContain("nothing to do");
});

test("a lost server: as of when the map is, since when it is lost, what still works, what to do", () => {
  const lost = { stale: true, stream: "reconnecting", lostAt: NOW - 20_000, freshAt: NOW - 21_000 } as const;
  expect(wordsOf(lost)).toMatch(
    /^Map as of 03:04:09 UTC: No connection to the server since 03:04:10 UTC\. What is drawn can still .* whether the server still runs/,
  );
  expect(wordsOf({ ...lost, isOnline: false })).toContain("This device has no network");
});

test("a server that is there but silent, and a market that is silent by itself, are told apart", () => {
  expect(wordsOf({ stale: true, freshAt: NOW - 60_000 })).toContain("The server is connected but has said nothing for 60 s.");
  expect(wordsOf({ stale: true, freshAt: NOW - 600_000, silent: "market" })).toMatch(/Nothing has come of this market since, 10 min ago\..*its exchange/);
});
