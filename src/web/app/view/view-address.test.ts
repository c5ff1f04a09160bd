import { MARKS } from "#web/marks/registry.ts";
import { PANES } from "#web/panes/registry.ts";
import { SINCE_NAMES } from "#web/panels/changes/since.ts";
import { PANELS } from "#web/panels/registry.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AGE_BAND_NAMES } from "#core/age-band.ts";
import { WINDOWS } from "#core/heat-levels.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { TIERS } from "#core/tier.ts";
import { PRICE_SHAPES } from "#web/chart/bars.ts";
import { PALETTE_NAMES } from "#web/colour/palette.ts";
import { READ_UNITS } from "./read-unit.ts";
import { CONFIDENCE_NAMES, DEFAULT_VIEW, SHOWN_LAYERS } from "./view.ts";
import { formatAddress, parseAddress } from "./view-address.ts";

describe("address of a view", () => {
  it("is empty for the default view", () => expect(formatAddress(DEFAULT_VIEW)).toBe(""));

  it("is short and readable", () => {
    expect(
      formatAddress({
        ...DEFAULT_VIEW,
        market: "binance:BTCUSDT",
        window: "7d",
        tiers: ["50", "100"],
        sides: ["long"],
        layers: ["realised"],
        threshold: 250_000,
        palette: "sides",
      }),
    ).toBe("?market=binance:BTCUSDT&window=7d&tiers=50.100&sides=long&layers=realised&from=250000&palette=sides");
  });

  it("tells the replayed instant as people write it, and understands other ways", () => {
    const at = Date.UTC(2026, 10, 18, 14, 5);
    expect(decodeURIComponent(formatAddress({ ...DEFAULT_VIEW, at }))).toBe("?at=2026-11-18T14:05Z");
    expect(["2026-11-18T14:05Z", "2026-11-18T14:05:33Z", String(at + 12_345), "yesterday"].map((text) => parseAddress(`?at=${text}`).at)).toEqual([
      at,
      at,
      at,
      undefined,
    ]);
  });

  it("brings back every view it wrote", () => {
    const view = fc.record({
      market: fc.constantFrom(undefined, "binance:BTCUSDT", "okx:ETH-USDT-SWAP"),
      window: fc.constantFrom(...WINDOWS.map(({ name }) => name)),
      tiers: fc.subarray([...TIERS], { minLength: 1 }),
      sides: fc.subarray([...POSITION_SIDES], { minLength: 1 }),
      layers: fc.subarray([...SHOWN_LAYERS], { minLength: 1 }).filter((layers) => !(layers.includes("measured") && layers.includes("modelled"))),
      age: fc.constantFrom(undefined, ...AGE_BAND_NAMES),
      threshold: fc.nat(1_000_000_000),
      confidence: fc.constantFrom(...CONFIDENCE_NAMES),
      intensity: fc.constantFrom(undefined, { low: 12_345.678, high: 9e7 }),
      ladders: fc.constantFrom("common" as const, "per-side" as const),
      sideIntensity: fc.constantFrom(undefined, { long: { low: 12_345.678, high: 9e7 }, short: { low: 1_000, high: 3e5 } }),
      palette: fc.constantFrom(...PALETTE_NAMES),
      sight: fc.constantFrom(
        undefined,
        { time: { kind: "newest" as const, minutes: 90 }, prices: undefined },
        { time: { kind: "past" as const, fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2026, 0, 2) }, prices: { low: 83_000, high: 84_000.5 } },
      ),
      lines: fc
        .uniqueArray(
          fc.integer({ min: 1, max: 1e9 }).map((cents) => cents / 100),
          { maxLength: 12 },
        )
        .map((prices) => prices.toSorted((a, b) => b - a)),
      price: fc.constantFrom(...PRICE_SHAPES),
      unit: fc.constantFrom(...READ_UNITS.filter((unit) => unit !== "fiat")),
      fiat: fc.constant(undefined),
      ladder: fc.constantFrom("shown" as const, "hidden" as const),
      panes: fc.subarray(PANES.map(({ id }) => id)),
      since: fc.constantFrom(...SINCE_NAMES, Date.UTC(2026, 0, 2, 3, 4)),
      marks: fc.subarray(MARKS.map(({ id }) => id)),
      at: fc.option(
        fc.integer({ min: 20_000_000, max: 40_000_000 }).map((minute) => minute * 60_000),
        { nil: undefined },
      ),
      panel: fc.constantFrom(undefined, ...PANELS.map(({ id }) => id)),
      options: fc.constantFrom({}, { reach: "10", stack: "exchange" }),
    });
    fc.assert(
      fc.property(view, (view) => {
        // A panel that is shut has no options.
        expect(parseAddress(formatAddress(view))).toEqual(view.panel ? view : { ...view, options: {} });
      }),
    );
  });

  it("tells a scale for each side apart from the order book's ladder, and from a scale for both", () => {
    const view = parseAddress("?ladder=hidden&ladders=sides&scale=1-2&scales=3-4_5-6");
    expect(view).toMatchObject({ ladder: "hidden", ladders: "per-side", intensity: { low: 1, high: 2 } });
    expect(view.sideIntensity).toEqual({ long: { low: 3, high: 4 }, short: { low: 5, high: 6 } });
    expect(["3-4", "3-4_6-5", "_", "3_4"].map((scales) => parseAddress(`?scales=${scales}`).sideIntensity)).toEqual(Array(4).fill(undefined));
  });

  it("shows the measured heat where a link names both", () => {
    expect(parseAddress("?layers=measured.modelled.realised").layers).toEqual(["measured", "realised"]);
  });

  it("falls back to the default for whatever makes no sense", () => {
    expect(
      parseAddress("?market=nonsense&window=3y&tiers=7&sides=up&layers=guessed&from=-4&scale=9-1&palette=mud&unit=stones&price=dots&panes=weather&marks=stars"),
    ).toEqual(DEFAULT_VIEW);
  });
});
