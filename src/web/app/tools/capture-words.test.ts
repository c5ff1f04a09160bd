import type { AmountUnit } from "#web/ui/amount.ts";
import { describe, expect, it } from "vitest";
import type { ConfidenceFloor } from "#insight/confidence.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { captureFileName, captureWords } from "./capture-words.ts";
import { DEFAULT_VIEW } from "#web/app/view/view.ts";

const MARKET = { id: "binance:BTCUSDT", symbol: "BTCUSDT", exchangeLabel: "Binance" } as MarketMessage;
const CAPTURED = {
  market: MARKET,
  layer: "modelled",
  fromMs: Date.UTC(2026, 10, 19, 19, 40),
  toMs: Date.UTC(2026, 10, 20, 19, 40),
  replayedMs: undefined,
} as const;

const LIVE = { source: "live", unit: { kind: "usd" } } as const;

describe("captureWords", () => {
  it("says market, time, unit, and that it is an estimate", () => {
    expect(captureWords(CAPTURED, DEFAULT_VIEW, LIVE)).toEqual({
      market: "BTCUSDT · Binance",
      span: "19 Nov 19:40 – 20 Nov 2026 19:40 UTC",
      source: "live data",
      watermark: undefined,
      tag: "estimate",
      heat: "Modelled estimate, USD per 0.1 % of price",
      filters: "",
      caveat: "an estimate: no promise, no advice",
    });
  });

  it("marks what is simulated, and says what is hidden", () => {
    const words = captureWords(CAPTURED, { ...DEFAULT_VIEW, tiers: ["25", "50"], sides: ["long"], threshold: 2e6 }, { ...LIVE, source: "simulated" });
    expect([words.source, words.watermark, words.tag]).toEqual(["SIMULATED", "SIMULATED", "estimate, SIMULATED"]);
    expect(words.filters).toBe("25x 50x · longs only · cells below $2.00M hidden");
  });

  it("says that the less sure part is hidden where it is, not where that was asked for in vain", () => {
    const floor = { least: 0.35 } as ConfidenceFloor;
    const filtersOf = (words: { floor?: ConfidenceFloor }) => captureWords(CAPTURED, DEFAULT_VIEW, { ...LIVE, ...words }).filters;
    expect([filtersOf({ floor }), filtersOf({})]).toEqual(["confidence below 35 % hidden", ""]);
  });

  it("says of a replay that it is one, and of when", () => {
    const replayed = { ...CAPTURED, replayedMs: CAPTURED.toMs };
    const { source, watermark, tag } = captureWords(replayed, DEFAULT_VIEW, { ...LIVE, source: "simulated" });
    expect([source, watermark, tag]).toEqual(["REPLAY of SIMULATED, as of 20 Nov 19:40 UTC", "SIMULATED REPLAY", "estimate, SIMULATED, REPLAY"]);
    expect(captureFileName(replayed, "live", "png")).toBe("powderkeg-replay-binance-BTCUSDT-20261120T1940Z.png");
  });

  it("says in which unit, and that a rate is the person's own", () => {
    const heatIn = (unit: AmountUnit) => captureWords(CAPTURED, DEFAULT_VIEW, { ...LIVE, unit }).heat;
    expect(heatIn({ kind: "coin", coin: "BTC", price: 1 })).toBe("Modelled estimate, BTC per 0.1 % of price");
    expect(heatIn({ kind: "fiat", code: "EUR", perUsd: 0.92 })).toBe("Modelled estimate, EUR at your rate 0.92 per 0.1 % of price");
  });

  it("never calls what was measured an estimate", () => {
    expect(Object.values(captureWords({ ...CAPTURED, layer: "measured" }, DEFAULT_VIEW, LIVE)).join()).not.toContain("stimate");
  });
});

describe("captureFileName", () => {
  it("names market and time, and what is simulated as such", () => {
    expect(captureFileName(CAPTURED, "live", "png")).toBe("powderkeg-binance-BTCUSDT-20261120T1940Z.png");
    expect(captureFileName(CAPTURED, "simulated", "csv")).toBe("powderkeg-simulated-binance-BTCUSDT-20261120T1940Z.csv");
  });

  it("leaves nothing in a symbol that a file system minds", () => {
    expect(captureFileName({ ...CAPTURED, market: { ...MARKET, id: "okx:BTC/USD 25%" } }, "live", "csv")).toBe("powderkeg-okx-BTC_USD_25_-20261120T1940Z.csv");
  });
});
