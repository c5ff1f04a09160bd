import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Rgb, contrastRatio } from "#web/colour/contrast.ts";

const SHEET = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const tokensOf = (selector: string): Map<string, string> => {
  const block = SHEET.slice(SHEET.indexOf(`${selector} {`));
  return new Map([...block.slice(0, block.indexOf("}")).matchAll(/--([\w-]+):\s*(#[\da-f]+);/g)].map(([, name, value]) => [name, value]));
};
const DARK = tokensOf(":root");
const LIGHT = tokensOf(':root[data-theme="light"]');
const SWAPPED = { dark: tokensOf(':root[data-palette="redgreen"]'), light: tokensOf(':root[data-theme="light"][data-palette="redgreen"]') };

/** A token as it is seen on the surface that lies under it. */
function seen(tokens: ReadonlyMap<string, string>, name: string, under: Rgb): Rgb {
  const hex = tokens.get(name);
  if (!hex) throw new Error(`there is no --${name}`);
  const [red, green, blue, alpha = 255] = (hex.match(/[\da-f]{2}/g) ?? []).map((byte) => Number.parseInt(byte, 16));
  const mix = (over: number, below: number) => (over * alpha + below * (255 - alpha)) / 255;
  return [mix(red, under[0]), mix(green, under[1]), mix(blue, under[2])];
}

const GROUNDS = ["surface", "raised", "overlay"] as const;
const ON_GROUNDS = ["text", "muted", "faint", "accent", "good", "warning", "bad", "longs", "shorts"] as const;

/** Words, and what they stand on. */
const TEXTS: readonly (readonly [text: string, ground: string])[] = [
  ...ON_GROUNDS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ["text", "pressed"],
  ["muted", "pressed"],
  ["accent", "pressed"],
  ["text", "card"],
  ["muted", "card"],
  ["simulated-text", "simulated-surface"],
  ["stored-text", "stored-surface"],
  ["stored-text", "surface"],
  ["stale-text", "surface"],
  ["surface", "text"],
];

/** What carries data, or says where a control is, and what it stands on. */
const GRAPHICS: readonly (readonly [shape: string, ground: string])[] = [
  ...["longs-bar", "shorts-bar", "longs-line", "shorts-line", "volume", "price-line", "crosshair", "tick"].map((shape) => [shape, "surface"] as const),
  ["candle-up-edge", "surface"],
  ["candle-edge", "surface"],
  ["faint", "overlay"],
  ["longs-line", "longs-bar"],
  ["shorts-line", "shorts-bar"],
];

describe.each([
  { theme: "dark", tokens: DARK },
  { theme: "light", tokens: LIGHT },
  { theme: "dark, longs red", tokens: new Map([...DARK, ...SWAPPED.dark]) },
  { theme: "light, longs red", tokens: new Map([...LIGHT, ...SWAPPED.light]) },
])("the $theme theme", ({ tokens }) => {
  const surface = seen(tokens, "surface", [0, 0, 0]);
  const contrastOf = ([shape, ground]: readonly [string, string]) => {
    const below = seen(tokens, ground, surface);
    return contrastRatio(seen(tokens, shape, below), below);
  };
  const tooFaint = (pairs: typeof TEXTS, least: number) =>
    pairs.filter((pair) => contrastOf(pair) < least).map((pair) => `${pair.join(" on ")}: ${contrastOf(pair).toFixed(2)}`);

  it("has words that can be read: 4.5 to 1", () => expect(tooFaint(TEXTS, 4.5)).toEqual([]));
  it("has graphics that can be seen: 3 to 1", () => expect(tooFaint(GRAPHICS, 3)).toEqual([]));
});

it("longs red, shorts green is every colour of a side and nothing else, in both themes", () => {
  const ofSides = [...DARK.keys()].filter((name) => /^(longs|shorts)/.test(name)).sort();
  for (const swapped of Object.values(SWAPPED)) expect([...swapped.keys()].sort()).toEqual(ofSides);
});

it("both themes name the same colours, in six or eight digits", () => {
  expect([...LIGHT.keys()].sort()).toEqual([...DARK.keys()].sort());
  for (const value of [...DARK.values(), ...LIGHT.values()]) expect(value).toMatch(/^#([\da-f]{6}|[\da-f]{8})$/);
});

/** What has a colour because it stands for something: a side, a state, or what is not real, not now or not well. All else is grey but for one accent. */
const MEANT = /^(longs|shorts|bids|asks|good|bad|simulated|stored|stale|flicker)/;
/** Between the strongest and the weakest channel of what passes for grey. */
const GREY_WITHIN = 40;

it.each([
  ["dark", DARK],
  ["light", LIGHT],
])("the %s theme has one accent, and keeps colour for data", (_, tokens) => {
  const accent = tokens.get("accent");
  const chroma = (name: string) => {
    const channels = seen(tokens, name, [0, 0, 0]);
    return Math.max(...channels) - Math.min(...channels);
  };
  const coloured = [...tokens.keys()].filter((name) => !MEANT.test(name) && chroma(name) > GREY_WITHIN);
  expect(coloured.filter((name) => tokens.get(name) !== accent)).toEqual([]);
  expect(coloured).toContain("accent");
});
