import { AGE_BAND_NAMES } from "#core/age-band.ts";
import { WINDOWS, type WindowName } from "#core/heat-levels.ts";
import { MINUTE_MS } from "#core/units.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { TIERS } from "#core/tier.ts";
import { PRICE_SHAPES } from "#web/chart/bars.ts";
import { PALETTE_NAMES } from "#web/colour/palette.ts";
import { MARKS } from "#web/marks/registry.ts";
import { PANES } from "#web/panes/registry.ts";
import { formatSince, parseSince } from "#web/panels/changes/since.ts";
import { formatOptions, parseOptions } from "#web/panels/panel-options.ts";
import { PANELS } from "#web/panels/registry.ts";
import { READ_UNITS, formatFiat, parseFiat } from "./read-unit.ts";
import { MOST_PRICES } from "./watched-prices.ts";
import { formatSight, parseSight } from "./view-sight.ts";
import { CONFIDENCE_NAMES, DEFAULT_VIEW, type Intensity, SHOWN_LAYERS, type ShownLayer, type SideIntensity, type View } from "./view.ts";

/** Writes a view as the query of a link; what is as by default is left out. Empty, or begins with `?`. */
export function formatAddress(view: View): string {
  const query = new URLSearchParams();
  if (view.market) query.set("market", view.market);
  if (view.window !== DEFAULT_VIEW.window) query.set("window", view.window);
  if (view.tiers.length < TIERS.length) query.set("tiers", view.tiers.join("."));
  if (view.sides.length < POSITION_SIDES.length) query.set("sides", view.sides.join("."));
  if (view.layers.join() !== DEFAULT_VIEW.layers.join()) query.set("layers", view.layers.join("."));
  if (view.age) query.set("age", view.age);
  if (view.threshold > 0) query.set("from", String(view.threshold));
  if (view.confidence !== DEFAULT_VIEW.confidence) query.set("confidence", view.confidence);
  if (view.intensity) query.set("scale", formatIntensity(view.intensity));
  if (view.ladders !== DEFAULT_VIEW.ladders) query.set("ladders", "sides");
  if (view.sideIntensity) query.set("scales", `${formatIntensity(view.sideIntensity.long)}_${formatIntensity(view.sideIntensity.short)}`);
  if (view.palette !== DEFAULT_VIEW.palette) query.set("palette", view.palette);
  if (view.unit === "fiat" && view.fiat) query.set("fiat", formatFiat(view.fiat));
  else if (view.unit !== DEFAULT_VIEW.unit) query.set("unit", view.unit);
  if (view.price !== DEFAULT_VIEW.price) query.set("price", view.price);
  if (view.panel) query.set("panel", view.panel);
  if (view.panel && Object.keys(view.options).length > 0) query.set("set", formatOptions(view.options));
  if (view.since !== DEFAULT_VIEW.since) query.set("since", formatSince(view.since));
  if (view.ladder !== DEFAULT_VIEW.ladder) query.set("ladder", view.ladder);
  if (view.panes.length > 0) query.set("panes", view.panes.join("."));
  if (view.marks.length > 0) query.set("marks", view.marks.join("."));
  if (view.lines.length > 0) query.set("lines", view.lines.join("_"));
  if (view.sight) query.set("sight", formatSight(view.sight));
  if (view.at !== undefined) query.set("at", formatInstant(view.at));
  const text = query.toString().replaceAll("%3A", ":");
  return text && `?${text}`;
}

/** Reads the query of a link. What is missing or makes no sense is as by default. */
export function parseAddress(search: string): View {
  const query = new URLSearchParams(search);
  const market = query.get("market");
  const threshold = Number(query.get("from"));
  return {
    market: market && /^[^:/]+:[^:/]+$/.test(market) ? market : undefined,
    window: WINDOWS.find(({ name }) => name === query.get("window"))?.name ?? (DEFAULT_VIEW.window satisfies WindowName),
    tiers: chosen(TIERS, query.get("tiers")),
    sides: chosen(POSITION_SIDES, query.get("sides")),
    layers: layersNamed(query.get("layers")),
    age: AGE_BAND_NAMES.find((name) => name === query.get("age")),
    threshold: Number.isFinite(threshold) && threshold > 0 ? threshold : 0,
    confidence: CONFIDENCE_NAMES.find((name) => name === query.get("confidence")) ?? DEFAULT_VIEW.confidence,
    intensity: parseIntensity(query.get("scale") ?? undefined),
    ladders: query.get("ladders") === "sides" ? "per-side" : DEFAULT_VIEW.ladders,
    sideIntensity: parseSideIntensity(query.get("scales") ?? undefined),
    palette: PALETTE_NAMES.find((name) => name === query.get("palette")) ?? DEFAULT_VIEW.palette,
    price: PRICE_SHAPES.find((shape) => shape === query.get("price")) ?? DEFAULT_VIEW.price,
    ...unitNamed(query),
    panel: PANELS.find(({ id }) => id === query.get("panel"))?.id,
    options: query.has("panel") ? parseOptions(query.get("set")) : DEFAULT_VIEW.options,
    since: parseSince(query.get("since")),
    ladder: query.get("ladder") === "hidden" ? "hidden" : DEFAULT_VIEW.ladder,
    panes: namedOf(PANES, query.get("panes")),
    marks: namedOf(MARKS, query.get("marks")),
    lines: parseLines(query.get("lines")),
    sight: parseSight(query.get("sight")),
    at: parseInstant(query.get("at")),
  };
}

function parseLines(text: string | null): readonly number[] {
  const prices = (text ?? "").split("_").map(Number);
  return [...new Set(prices.filter((price) => Number.isFinite(price) && price > 0))].toSorted((a, b) => b - a).slice(0, MOST_PRICES);
}

/** A whole minute in UTC, as people write it: `2026-11-18T14:05Z`. */
const formatInstant = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 16)}Z`;

/** That, any other ISO time, or epoch ms. */
function parseInstant(text: string | null): number | undefined {
  const timeMs = text === null ? NaN : /^\d{12,}$/.test(text) ? Number(text) : Date.parse(text);
  return timeMs > 0 ? Math.floor(timeMs / MINUTE_MS) * MINUTE_MS : undefined;
}

const namedOf = (all: readonly { readonly id: string }[], text: string | null): readonly string[] => {
  const named = text?.split(".") ?? [];
  return all.map(({ id }) => id).filter((id) => named.includes(id));
};

function chosen<Entry extends string>(all: readonly Entry[], text: string | null): readonly Entry[] {
  const named = text?.split(".") ?? [];
  const found = all.filter((entry) => named.includes(entry));
  return found.length > 0 ? found : all;
}

/** Of two layers of heat the measured one: they are not shown together. */
function layersNamed(text: string | null): readonly ShownLayer[] {
  const named = text?.split(".") ?? [];
  const found = SHOWN_LAYERS.filter((layer) => named.includes(layer) && !(layer === "modelled" && named.includes("measured")));
  return found.length > 0 ? found : DEFAULT_VIEW.layers;
}

/** A rate says its unit; without one there is no other money. */
function unitNamed(query: URLSearchParams): Pick<View, "unit" | "fiat"> {
  const fiat = parseFiat(query.get("fiat"));
  if (fiat) return { unit: "fiat", fiat };
  const named = READ_UNITS.find((unit) => unit === query.get("unit") && unit !== "fiat");
  return { unit: named ?? DEFAULT_VIEW.unit, fiat: undefined };
}

const formatIntensity = ({ low, high }: Intensity): string => `${low}-${high}`;

function parseIntensity(text = ""): Intensity | undefined {
  const [low, high] = text.split("-").map(Number);
  return low > 0 && high > low && Number.isFinite(high) ? { low, high } : undefined;
}

/** Longs', then shorts'. */
function parseSideIntensity(text = ""): SideIntensity | undefined {
  const [long, short] = text.split("_").map((part) => parseIntensity(part));
  return long && short && { long, short };
}
