import { expect, test } from "vitest";
import { refusalKind, refusalOfNetwork, refusalOfStatus } from "./refusal.ts";

const peer = { label: "Peer", url: "http://peer/x", setting: "POWDERKEG_PEER_REST_URL" };

test.each([
  [429, "12", { sentence: "Peer limits requests from this address (HTTP 429), next try in 12 s", passes: true, pauseMs: 12_000 }],
  [429, null, { passes: true, pauseMs: 30_000 }],
  [418, "200", { sentence: "Peer has banned this address for too many requests (HTTP 418), for 200 s", passes: true, pauseMs: 200_000 }],
  [418, "Wed, 21 Oct 2026 07:28:00 GMT", { pauseMs: 120_000 }],
  [407, null, { sentence: expect.stringContaining("a proxy on the way to Peer") as string, passes: false }],
  [451, null, { sentence: expect.stringContaining("set POWDERKEG_PEER_REST_URL") as string, passes: false }],
  [403, null, { sentence: expect.stringContaining("forbids this address (HTTP 403): why") as string, passes: false }],
  [503, null, { sentence: "Peer has a fault of its own (HTTP 503): why", passes: true }],
  [404, null, { sentence: "Peer has nothing at http://peer/x (HTTP 404): why", passes: false }],
  [400, null, { code: "bad-input", passes: false }],
  [302, null, { code: "unavailable", passes: false }],
])("explains HTTP %i", (status, retryAfter, expected) => {
  expect(refusalOfStatus(peer, status, { retryAfter, detail: "why" })).toMatchObject(expected);
});

test("finds the reason of a network error in its causes", () => {
  const error = new TypeError("fetch failed", { cause: new AggregateError([new Error("connect ECONNREFUSED 127.0.0.1:1")]) });
  expect(refusalOfNetwork(peer, error).sentence).toBe("cannot reach Peer at http://peer/x: connect ECONNREFUSED 127.0.0.1:1");
});

test.each([
  ["ENOTFOUND", "getaddrinfo ENOTFOUND peer", "no name server knows the host; is this machine on the network, and its name server well? (ENOTFOUND)"],
  ["EAI_AGAIN", "getaddrinfo EAI_AGAIN peer", "no name server answers; is this machine on the network? (EAI_AGAIN)"],
  ["ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1", "nothing accepts connections there (ECONNREFUSED)"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain", "NODE_EXTRA_CA_CERTS (SELF_SIGNED_CERT_IN_CHAIN)"],
  ["EBADTHING", "bad thing", "bad thing"],
])("says %s in plain words, and its code for who knows it", (code, message, words) => {
  const cause = Object.assign(new Error(message), { code });
  expect(refusalOfNetwork(peer, new TypeError("fetch failed", { cause })).sentence).toMatch(/^cannot reach Peer at http:\/\/peer\/x: /);
  expect(refusalOfNetwork(peer, new TypeError("fetch failed", { cause })).sentence.endsWith(words)).toBe(true);
});

test.each([
  [451, "blocked"],
  [403, "blocked"],
  [429, "limited"],
  [418, "limited"],
  [500, "other"],
  [404, "other"],
])("tells what the sentence of HTTP %i is about", (status, kind) => {
  expect(refusalKind(refusalOfStatus(peer, status, {}).sentence)).toBe(kind);
});

test("takes a place that is forbidden for asking too often for a limit", () => {
  expect(refusalKind(refusalOfStatus(peer, 403, { detail: "access too frequent" }).sentence)).toBe("limited");
});
