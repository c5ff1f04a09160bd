import { setInterval as every } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Examination } from "#cli/doctor/examine.ts";
import { EXCHANGES } from "#exchanges/registry.ts";
import { type LoopbackOkx, startLoopbackOkx } from "#exchanges/okx/loopback-okx.conformance.ts";
import { runPowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { expectSentence } from "../support/sentence.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let peer: LoopbackOkx;
let speaking: AbortController;
beforeEach(async () => {
  folder = await temporaryFolder();
  peer = await startLoopbackOkx({ now: Date.now(), listedAt: 1 });
  speaking = new AbortController();
  void keepSpeaking();
});
afterEach(async () => {
  speaking.abort();
  await peer.server.stop();
  await folder.remove();
});

async function keepSpeaking(): Promise<void> {
  try {
    for await (const _ of every(50, undefined, { signal: speaking.signal })) peer.speak("BTC-USDT-SWAP");
  } catch {
    // Only the end of the test ends it.
  }
}

/** Every exchange is at the discard port of loopback, but for those in `env`. */
function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const nobody = EXCHANGES.flatMap(({ declaration }) => declaration.hosts).map(({ env: name, use }) => [
    name,
    use === "rest" ? "http://127.0.0.1:9" : "ws://127.0.0.1:9",
  ]);
  return runPowderkeg(["doctor", "--port", "0", "--data-dir", folder.path, ...args], { env: { ...Object.fromEntries(nobody), ...env } });
}

test("one exchange that works is enough for exit code 0, and the others are told with what to set", async () => {
  const { code, stdout } = await doctor([], peer.hosts);
  expect(code).toBe(0);
  expect(stdout).toContain("OKX can be used from here (BTC-USDT-SWAP)");
  expect(stdout).toMatch(/Binance cannot be reached\n {2}FAIL cannot reach Binance.*POWDERKEG_BINANCE_REST_URL/);
  expect(stdout).toContain(`1 of ${EXCHANGES.length} exchanges can be used from here`);
});

test("JSON has what the sentences have", async () => {
  const { code, stdout } = await doctor(["--json", "--exchanges", "okx"], peer.hosts);
  const examination = JSON.parse(stdout) as Examination;
  expect(code).toBe(0);
  expect(examination).toMatchObject({ usable: ["okx"], exchanges: [{ exchange: "okx", verdict: "usable", symbol: "BTC-USDT-SWAP" }] });
  expect(examination.machine.map(({ about }) => about)).toEqual(["node", "data-dir", "disk", "port", "clock"]);
  expect(examination.exchanges[0].streams.map(({ stream }) => stream)).toEqual(expect.arrayContaining(["trades", "mark", "book", "candles", "liquidations"]));
});

test("no exchange that works is exit code 2", async () => {
  const { code, stdout } = await doctor(["--exchanges", "okx"]);
  expect(code).toBe(2);
  expect(stdout).toContain("No exchange can be used from here");
});

test("an exchange that does not exist is named, exit code 2", async () => {
  const { code, stderr } = await doctor(["--exchanges", "okx,mtgox"]);
  expect(code).toBe(2);
  expectSentence(stderr, "mtgox");
});
