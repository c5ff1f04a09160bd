import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import type { Place } from "#web/chart/guide-layer.ts";
import type { ChartPoint, HeatChart } from "#web/chart/heat-chart.ts";
import type { HeatClient } from "#web/data/heat-client.ts";
import { pickedAt } from "#web/app/reading/picked-cell.ts";
import type { LadderHost } from "#web/app/order-book/ladder-host.ts";
import type { ChartSessionParts } from "./chart-session-parts.ts";
import { latestOnly } from "./latest-only.ts";
import type { MapFindings } from "./map-findings.ts";
import { createRestedReading } from "./rested-reading.ts";
import { type CrosshairReading, type Scene, readingAt } from "./scene.ts";
import type { StripHost } from "./strip-host.ts";

/** Reads what the pointer, the pinned crosshair or a click stands on, in the map and beside it. */
export interface PointedReadings {
  /** The pointer is over a point of the map; undefined: over none. */
  point(point: ChartPoint | undefined): void;
  /** It is over what stands beside the map, so many CSS pixels from its top; undefined: over none of that. */
  pointBeside(y: number | undefined): void;
  /** A click on a point of the map; undefined: on nothing. A tool may take it. */
  click(point: ChartPoint | undefined): "taken" | "free";
  /** While a crosshair is pinned its place is read and not the pointer's; undefined: none is. */
  pin(place: Place | undefined): void;
  /** What the pin stands on was painted anew. */
  renewPin(): void;
  /** What was read is of another map. */
  clear(): void;
}

export interface PointedReadingsParts extends Pick<ChartSessionParts, "onReading" | "onPick" | "onPlace" | "onClick"> {
  readonly chart: Pick<HeatChart, "paneHeight" | "priceAt" | "setOutline">;
  readonly heat: Pick<HeatClient, "probe">;
  readonly strip: Pick<StripHost, "read" | "setCursor">;
  readonly ladder: Pick<LadderHost, "setCursor">;
  readonly findings: Pick<MapFindings, "probeNow">;
  readonly onStage: () => Scene | undefined;
}

export function createPointedReadings({ chart, heat, strip, ladder, findings, onStage, ...listeners }: PointedReadingsParts): PointedReadings {
  let pinned: Place | undefined;

  const tell = (reading: CrosshairReading | undefined): void => {
    listeners.onReading(reading);
    chart.setOutline("hover", reading?.reading?.cluster);
  };
  const probe = createRestedReading<ChartPoint, CrosshairReading>({
    async read(point, how) {
      const scene = onStage();
      return scene && readingAt(scene, heat, point, how);
    },
    tell,
  });
  /** Of the book now the dollars, of the newest column what tells their age and who holds them. */
  const probeStrip = createRestedReading<{ readonly price: number }, CrosshairReading>({
    async read({ price }, how) {
      const at = strip.read(price);
      const column = at && (await findings.probeNow(at, how));
      if (!at?.reading || !column) return at;
      const { cluster, age, venues } = column;
      return { ...at, reading: { ...at.reading, cluster, age, venues } };
    },
    tell,
  });
  const pick = latestOnly(async (point: ChartPoint | undefined) => {
    const scene = onStage();
    listeners.onPick(point && scene ? pickedAt(scene, await readingAt(scene, heat, point)) : undefined);
  });

  function placeOf({ column, price }: ChartPoint): Place | undefined {
    const scene = onStage();
    return scene && { timeMs: (column + 0.5) * HEAT_LEVELS[scene.level].columnMs, price };
  }
  function readPin({ timeMs, price }: Place): void {
    const scene = onStage();
    probe(scene && { column: columnIndexOf(HEAT_LEVELS[scene.level], timeMs), price, y: 0, realised: undefined, swept: undefined });
  }
  function setCursor(y: number | undefined): void {
    strip.setCursor(y);
    ladder.setCursor(y);
  }

  return {
    point(point) {
      listeners.onPlace(point && placeOf(point));
      if (pinned) return;
      setCursor(point?.y);
      probe(point);
    },
    pointBeside(y) {
      const price = y === undefined || y > chart.paneHeight() ? undefined : chart.priceAt(y);
      setCursor(price === undefined ? undefined : y);
      if (!pinned) probeStrip(price === undefined ? undefined : { price });
    },
    click(point) {
      const place = point && placeOf(point);
      if (place && listeners.onClick(place) === "taken") return "taken";
      pick(point);
      return "free";
    },
    pin(place) {
      if (place === pinned) return;
      pinned = place;
      setCursor(undefined);
      if (pinned) readPin(pinned);
      else probe(undefined);
    },
    renewPin: () => pinned && readPin(pinned),
    clear: () => tell(undefined),
  };
}
