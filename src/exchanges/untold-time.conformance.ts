import { expect } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { LoopbackServer, Respond } from "./connection/loopback-server.conformance.ts";
import { systemTiming } from "./connection/clock.ts";
import type { ExchangeUnderTest } from "./exchange-under-test.conformance.ts";
import type { Hosts } from "./exchange.ts";
import { patiently } from "./patience.conformance.ts";

interface AnsweringPeer {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  answer(path: string, respond: Respond): void;
}

/** A host that knows none of `paths`, which tell the time, answers a probe all the same and has a history. Ends the peer, whose clock is ours. */
export async function expectHistoryWithoutTime(peer: AnsweringPeer, create: ExchangeUnderTest["create"], paths: readonly string[]): Promise<void> {
  try {
    for (const path of paths) peer.answer(path, () => ({ status: 404, body: "" }));
    const exchange = create(peer.hosts, systemTiming);
    await expect(exchange.probe(patiently())).resolves.toBeUndefined();
    const [instrument] = await exchange.instruments({ coins: ["BTC"], contracts: ["linear-perpetual"] }, patiently());
    const to = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const request = { instrument, kind: "candles", from: asMs(to - 10 * MINUTE_MS), to: asMs(to), intervalMs: MINUTE_MS } as const;
    let bars = 0;
    for await (const batch of exchange.backfill(request, patiently())) bars += batch.length;
    expect(bars).toBeGreaterThanOrEqual(9);
  } finally {
    await peer.server.stop();
  }
}

/** A peer whose host does not tell the time by `path` tells it all the same: what `ask` reads is what its other answers say. Ends the peer. */
export async function expectTimeOfOthers(peer: AnsweringPeer, path: string, ask: (hosts: Hosts) => Promise<number>): Promise<void> {
  try {
    const told = await ask(peer.hosts);
    peer.answer(path, () => ({ status: 404, body: "" }));
    expect(await ask(peer.hosts)).toBe(told);
    expect(peer.server.requests.length).toBeGreaterThan(2);
  } finally {
    await peer.server.stop();
  }
}
