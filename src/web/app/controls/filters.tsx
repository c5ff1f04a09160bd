import type { AgeBand } from "#core/age-band.ts";
import { useShallow } from "zustand/react/shallow";
import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { TIERS, TIER_RANGES } from "#core/tier.ts";
import { PALETTES, PALETTE_NAMES } from "#web/colour/palette.ts";
import { type Fiat, unitName } from "#web/ui/amount.ts";
import { Chip } from "#web/ui/chip.tsx";
import { Segments } from "#web/ui/segments.tsx";
import { AGE_WORDS } from "#web/app/markets/age-words.ts";
import { useHeatLayer } from "./use-heat-style.ts";
import { useNothingToCompare } from "#web/app/drawer/use-nothing-to-compare.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { useIsSpreadKept } from "#web/app/reading/use-spread.ts";
import { READ_UNITS, type ReadUnit } from "#web/app/view/read-unit.ts";
import { useSettings } from "#web/app/settings/settings-store.ts";
import { CONFIDENCES, CONFIDENCE_NAMES, type Confidence, SHOWN_LAYERS, type ShownLayer } from "#web/app/view/view.ts";
import { changeView, toggleLayer, toggleSide, toggleTier, useView } from "#web/app/view/view-store.ts";
import { useAmountUnit } from "#web/app/reading/amount-terms.tsx";

const SIDES: Readonly<Record<PositionSide, { label: string; swatch: string; hint: string }>> = {
  long: { label: "Longs", swatch: "var(--longs)", hint: "Long positions that would be force-closed if price falls there" },
  short: { label: "Shorts", swatch: "var(--shorts)", hint: "Short positions that would be force-closed if price rises there" },
};

const LAYERS: Readonly<Record<ShownLayer, { label: string; hint: string }>> = {
  measured: {
    label: "Measured",
    hint: "Positions that the exchange publishes, as far as their accounts have been looked at, as colours in place of the estimate",
  },
  modelled: { label: "Modelled", hint: "The estimate: where open positions would be force-closed, as colours" },
  realised: { label: "Realised", hint: "Liquidations that printed, as bubbles. The sides filter them; leverage cannot, a print does not tell it" },
  swept: {
    label: "Swept",
    hint: "Diamonds where price went through a cluster of the shown heat, with what stood there in the closed column before and is gone",
  },
  consensus: {
    label: "Consensus",
    hint: "Through each cluster a line: strong while most exchanges had it on their own maps, thin while some did, dashed while one stood alone. At the right edge a dot an exchange, of now",
  },
};

export function LayerChips() {
  const layers = useView((view) => view.layers);
  const there = useMarket()?.layers ?? [];
  const nothingToCompare = useNothingToCompare();
  return (
    <div className="chips" role="group" aria-label="Layers">
      {SHOWN_LAYERS.filter((layer) => layer !== "measured" || there.includes(layer)).map((layer) => (
        <Chip
          key={layer}
          {...LAYERS[layer]}
          isOption
          pressed={layers.includes(layer)}
          closedBecause={layer === "consensus" ? nothingToCompare : undefined}
          onPress={() => toggleLayer(layer)}
        />
      ))}
    </div>
  );
}

export function TierChips() {
  const tiers = useView((view) => view.tiers);
  return (
    <div className="chips" role="group" aria-label="Leverage">
      {TIERS.map((tier) => (
        <Chip key={tier} label={`${tier}x`} hint={`Effective leverage ${TIER_RANGES[tier]}`} pressed={tiers.includes(tier)} onPress={() => toggleTier(tier)} />
      ))}
    </div>
  );
}

export function SideChips() {
  const sides = useView((view) => view.sides);
  return (
    <div className="chips" role="group" aria-label="Side">
      {POSITION_SIDES.map((side) => (
        <Chip key={side} {...SIDES[side]} pressed={sides.includes(side)} onPress={() => toggleSide(side)} />
      ))}
    </div>
  );
}

const CONFIDENCE_HINTS: Readonly<Record<Confidence, string>> = {
  any: "Everything is shown",
  low: "Hides what the model is least sure of",
  medium: "Hides what may well be half or twice as much",
  high: "Shows only what the model is surest of",
};

/** Hides what the model is not sure enough of. Of the estimate only: what is measured is as it was seen. */
export function ConfidenceSegments() {
  const confidence = useView((view) => view.confidence);
  const layer = useHeatLayer();
  const isKept = useIsSpreadKept();
  const closedBecause =
    layer === "measured"
      ? "What is measured has no confidence: it was seen"
      : isKept
        ? undefined
        : "How sure the estimate was then was not kept: all of it is shown";
  const segments = CONFIDENCE_NAMES.map((value) => ({ value, label: confidenceLabel(value), closedBecause }));
  return (
    <div className="stacked">
      <Segments name="Least confidence" segments={segments} value={confidence} onChange={(value) => changeView({ confidence: value })} />
      <p className="control-note">
        {closedBecause
          ? `${closedBecause}.`
          : `${CONFIDENCE_HINTS[confidence]}. Each 20 bps of a side is judged by its p10–p90 band, all tiers together; where exchanges stand beside each other, each by its own map’s. Older columns are judged by the bands of the time that is shown, at the same distance from price: their own were wider, while less had printed.`}
      </p>
    </div>
  );
}

export const confidenceLabel = (confidence: Confidence): string => (confidence === "any" ? "any" : `${confidence}, ${CONFIDENCES[confidence] * 100} %`);

const AGE_SEGMENTS = [
  { value: "any", label: "All" },
  { value: "new-90m", label: "90 min" },
  { value: "new-24h", label: "24 h" },
  { value: "old-24h", label: "Older" },
] as const satisfies readonly { readonly value: AgeBand | "any"; readonly label: string }[];

/** The age that is shown, as its segment says it. */
export const useAgeLabel = (): string => {
  const age = useView((view) => view.age) ?? "any";
  return AGE_SEGMENTS.find(({ value }) => value === age)?.label ?? "All";
};

/** Part of what stands by its age. */
export function AgeSegments() {
  const age = useView((view) => view.age);
  return (
    <div className="stacked">
      <Segments name="Age" segments={AGE_SEGMENTS} value={age ?? "any"} onChange={(value) => changeView({ age: value === "any" ? undefined : value })} />
      <p className="control-note">
        90 min, 24 h: what was added to a level since. Older: what has stood there all of the last 24 h. Read from the map’s own columns: positions that closed
        while as many opened at the same price count as having stayed.
      </p>
    </div>
  );
}

/** What the colours stand for. */
export function HeatName() {
  const age = useView((view) => view.age);
  const unit = useAmountUnit();
  const name = useHeatLayer() === "measured" ? "Measured positions" : "Modelled estimate";
  return (
    <>
      {name}
      {age && `, ${AGE_WORDS[age]}`}, {unitName(unit)} per 0.1 % of price
    </>
  );
}

const unitLabel = (unit: ReadUnit, { coin = "Coin", fiat }: { readonly coin: string | undefined; readonly fiat: Fiat | undefined }): string =>
  ({ usd: "USD", coin, oi: "% of OI", minutes: "Min of volume", fiat: fiat ? `${fiat.code} (your rate)` : "Your own" })[unit];

/** The unit of all amounts as it is chosen. */
export function useUnitLabel(): string {
  const coin = useMarket()?.coin;
  const { unit, fiat } = useView(useShallow((view) => ({ unit: view.unit, fiat: view.fiat })));
  return unit === "fiat" && fiat ? fiat.code : unitLabel(unit, { coin, fiat });
}

/** What amounts are read in, wherever they are written. */
export function UnitSegments() {
  const unit = useView((view) => view.unit);
  const shared = useView((view) => view.fiat);
  const kept = useSettings(({ fiat }) => fiat);
  const fiat = shared ?? kept;
  const coin = useMarket()?.coin;
  const segments = READ_UNITS.map((value) => ({
    value,
    label: unitLabel(value, { coin, fiat }),
    closedBecause: value === "fiat" && !fiat ? "Type the rate of your money in Settings first" : undefined,
  }));
  return <Segments name="Amounts in" segments={segments} value={unit} onChange={(value) => changeView({ unit: value, ...(value === "fiat" && { fiat }) })} />;
}

const PALETTE_SEGMENTS = PALETTE_NAMES.map((value) => ({ value, label: PALETTES[value].label }));

export function PaletteSegments() {
  const palette = useView((view) => view.palette);
  return <Segments name="Palette" segments={PALETTE_SEGMENTS} value={palette} onChange={(value) => changeView({ palette: value })} />;
}
