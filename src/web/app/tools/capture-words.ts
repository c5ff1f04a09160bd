import { POSITION_SIDES } from "#core/position-side.ts";
import { TIERS } from "#core/tier.ts";
import type { Source } from "#wire/messages.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { unitName, type AmountUnit } from "#web/ui/amount.ts";
import { formatFullTime, formatTime, formatUsd, formatZone } from "#web/ui/format.ts";
import type { Capture } from "./capture.ts";
import { AGE_WORDS } from "#web/app/markets/age-words.ts";
import type { View } from "#web/app/view/view.ts";

type Captured = Pick<Capture, "market" | "layer" | "fromMs" | "toMs" | "replayedMs">;

/** Everything that a picture says beside what it shows, so that it cannot be mistaken for anything else when it is passed on. */
export interface CaptureWords {
  readonly market: string;
  readonly span: string;
  /** Where the data is from. */
  readonly source: string;
  /** Written across the map where nothing of it is real. */
  readonly watermark: string | undefined;
  /** In a corner of the map, for a picture that is cut. */
  readonly tag: string;
  /** What the colours stand for. */
  readonly heat: string;
  /** Filters that hide a part; empty: all is shown. */
  readonly filters: string;
  /** How far it can be trusted. */
  readonly caveat: string;
}

const SOURCES: Readonly<Record<Source, string>> = { live: "live data", replay: "stored history", simulated: "SIMULATED" };

/** What is written on a picture of the map. */
export function captureWords(
  { market, layer, fromMs, toMs, replayedMs }: Captured,
  view: Pick<View, "window" | "tiers" | "sides" | "age" | "threshold" | "ladders">,
  { source, unit, floor }: { readonly source: Source; readonly unit: AmountUnit } & Pick<HeatStyle, "floor">,
): CaptureWords {
  return {
    market: `${market.symbol} · ${market.exchangeLabel}`,
    span: `${formatTime(fromMs)} – ${formatFullTime(toMs)} ${formatZone(toMs)}`,
    source: replayedMs === undefined ? SOURCES[source] : `REPLAY of ${SOURCES[source]}, as of ${formatTime(replayedMs)} ${formatZone(replayedMs)}`,
    watermark: [source === "simulated" && SOURCES.simulated, replayedMs !== undefined && "REPLAY"].filter(Boolean).join(" ") || undefined,
    tag: `${layer === "measured" ? "measured" : "estimate"}${source === "simulated" ? ", SIMULATED" : ""}${replayedMs === undefined ? "" : ", REPLAY"}`,
    heat: `${layer === "measured" ? "Measured positions" : "Modelled estimate"}, ${unitName(unit)} per 0.1 % of price${view.ladders === "per-side" ? ", each side on its own scale" : ""}`,
    filters: [
      view.tiers.length < TIERS.length && view.tiers.map((tier) => `${tier}x`).join(" "),
      view.sides.length < POSITION_SIDES.length && `${view.sides.join(" ")}s only`,
      floor && layer === "modelled" && `confidence below ${floor.least * 100} % hidden`,
      view.age && AGE_WORDS[view.age],
      view.threshold > 0 && `cells below ${formatUsd(view.threshold)} hidden`,
    ]
      .filter(Boolean)
      .join(" · "),
    caveat: layer === "measured" ? "measured in part: accounts seen so far" : "an estimate: no promise, no advice",
  };
}

/** Name of a file that holds what is on screen, e.g. `powderkeg-binance-BTCUSDT-20261120T1940Z.png`; what is simulated or replayed says so. */
export function captureFileName(
  { market, toMs, replayedMs }: Pick<Captured, "market" | "toMs" | "replayedMs">,
  source: Source,
  extension: "png" | "csv",
): string {
  const time = new Date(toMs).toISOString().replaceAll(/[-:]/g, "").slice(0, 13);
  const words = ["powderkeg", source === "simulated" ? "simulated" : "", replayedMs === undefined ? "" : "replay", ...market.id.split(":"), `${time}Z`];
  return `${words
    .filter(Boolean)
    .join("-")
    .replaceAll(/[^\w-]+/g, "_")}.${extension}`;
}
