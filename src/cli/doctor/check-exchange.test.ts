import { setInterval as every } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asMs } from "#core/units.ts";
import { type Clock, systemClock } from "#exchanges/connection/clock.ts";
import { trades } from "#exchanges/okx/frames.conformance.ts";
import { type LoopbackOkx, startLoopbackOkx } from "#exchanges/okx/loopback-okx.conformance.ts";
import { createOkx } from "#exchanges/okx/okx.ts";
import { type ExchangeReport, checkExchange } from "./check-exchange.ts";
import { headingOf } from "./print-examination.ts";
import type { Finding } from "./finding.ts";

const SYMBOL = "BTC-USDT-SWAP";
const BRIEFLY_MS = 400;
const LONG_MS = 30_000;

let peer: LoopbackOkx;
let speaking: AbortController;
beforeEach(async () => {
  speaking = new AbortController();
  peer = await startLoopbackOkx({ now: Date.now(), listedAt: 1 });
});
afterEach(async () => {
  speaking.abort();
  await peer.server.stop();
});

const check = (listenMs: number, clock: Clock = systemClock): Promise<ExchangeReport> => checkExchange(createOkx(peer.hosts), { coin: "BTC", listenMs, clock });
const about = (report: ExchangeReport, topic: string): readonly Finding[] => report.findings.filter((finding) => finding.about === topic);

/** Says something again and again, as exchanges do. */
async function keepSaying(say: () => void): Promise<void> {
  try {
    for await (const _ of every(20, undefined, { signal: speaking.signal })) say();
  } catch {
    // Only the end of the test ends it.
  }
}

describe("an exchange", () => {
  test("that answers and speaks is usable, and is listened to no longer than it takes", async () => {
    void keepSaying(() => peer.speak(SYMBOL));
    const report = await check(LONG_MS);
    expect(report).toMatchObject({ exchange: "okx", verdict: "usable", symbol: SYMBOL });
    expect(report.findings.filter(({ level }) => level !== "ok" && level !== "note")).toEqual([]);
    expect(about(report, "streams")[0].says).toMatch(/trades, book, mark.* came within \d+ ms/);
    expect(report.restMs).toBeLessThan(1_500);
    expect(Math.abs(report.skewMs ?? Infinity)).toBeLessThan(60_000);
    expect(peer.server.lines()).toEqual([]);
  });

  test("that does not serve this place is blocked, and the setting is named", async () => {
    peer.answerAll(() => ({ status: 451, body: "" }));
    const report = await check(LONG_MS);
    expect(report).toMatchObject({ verdict: "blocked", symbol: null, restMs: null, streams: [] });
    expect(report.findings).toEqual([{ level: "fault", about: "rest", says: expect.stringMatching(/HTTP 451.*POWDERKEG_OKX_REST_URL/) as string }]);
  });

  test("that limits this address is limited", async () => {
    peer.answerAll(() => ({ status: 429, body: "" }));
    expect((await check(LONG_MS)).verdict).toBe("limited");
  });

  test("that has a fault of its own is said to answer with an error, and no firewall is blamed", async () => {
    peer.answerAll(() => ({ status: 500, body: "" }));
    const report = await check(LONG_MS);
    expect(report).toMatchObject({ verdict: "unreachable", findings: [{ level: "fault", about: "rest", says: "OKX has a fault of its own (HTTP 500)" }] });
    expect(headingOf(report)).toBe("OKX answers with an error");
  });

  test("at which nobody listens cannot be reached, and the setting is named", async () => {
    await peer.server.stop();
    const report = await check(LONG_MS);
    expect(report.verdict).toBe("unreachable");
    expect(report.findings[0].says).toMatch(/ECONNREFUSED.*POWDERKEG_OKX_REST_URL/);
  });

  test("that answers slowly is usable with a warning", async () => {
    void keepSaying(() => peer.speak(SYMBOL));
    let asked = 0;
    const slow: Clock = { now: () => asMs(Date.now() + Math.min(++asked, 4) * 2_000), sleep: (ms, signal) => systemClock.sleep(ms, signal) };
    const report = await check(LONG_MS, slow);
    expect(report.verdict).toBe("usable");
    expect(about(report, "rest")).toEqual([{ level: "warning", about: "rest", says: expect.stringContaining("2.0 s") as string }]);
  });

  test("whose sockets agree to everything and say nothing is silent, stream by stream", async () => {
    peer.server.tamper((text) => (text.includes('"data"') ? [] : [text]));
    const report = await check(BRIEFLY_MS);
    expect(report.verdict).toBe("silent");
    expect(about(report, "trades")).toEqual([{ level: "fault", about: "trades", says: "no trades within 400 ms: asked for, but nothing comes" }]);
    // What REST is asked for may have come meanwhile.
    const notes = about(report, "streams").filter(({ level }) => level === "note");
    expect(notes).toMatchObject([{ says: expect.stringContaining("liquidations") as string }]);
  });

  test("whose expected funding rate is told later is no less usable", async () => {
    peer.server.tamper((text) => (text.includes('"data"') && text.includes('"funding-rate"') ? [] : [text]));
    void keepSaying(() => peer.speak(SYMBOL));
    const report = await check(LONG_MS);
    expect(report.verdict).toBe("usable");
    expect(about(report, "funding-rate")).toEqual([]);
  });

  test("that speaks on some streams only is usable in part", async () => {
    let id = 0;
    void keepSaying(() => peer.say(trades(SYMBOL, { id: ++id, time: Date.now() })));
    const report = await check(BRIEFLY_MS);
    expect(report.verdict).toBe("partly");
    expect(about(report, "mark")).toHaveLength(1);
    expect(about(report, "trades")).toEqual([]);
  });

  test("whose sockets are blocked though REST is not is blocked, and the setting is named", async () => {
    peer.server.refuseUpgrades(403);
    const report = await check(BRIEFLY_MS);
    expect(report.verdict).toBe("blocked");
    expect(about(report, "websocket")[0]).toMatchObject({ level: "fault", says: expect.stringMatching(/HTTP 403.*POWDERKEG_OKX_WS_URL/) as string });
  });

  test("that refuses a topic says which and why", async () => {
    peer.refuseTopic("open-interest:BTC-USDT-SWAP");
    void keepSaying(() => peer.speak(SYMBOL));
    const report = await check(BRIEFLY_MS);
    expect(report.verdict).toBe("partly");
    expect(about(report, "open-interest")[0].says).toContain("doesn't exist");
  });

  test("that does not list the coin is no use, and the coin is named", async () => {
    const report = await checkExchange(createOkx(peer.hosts), { coin: "NOPE", listenMs: LONG_MS, clock: systemClock });
    expect(report).toMatchObject({ verdict: "silent", symbol: null });
    expect(about(report, "instruments")[0].says).toContain("NOPE");
  });
});
