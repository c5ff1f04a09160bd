import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { HeatChart } from "#web/chart/heat-chart.ts";
import type { Stage } from "./stage.ts";
import { type ViewSight, formatSight, sightNow } from "#web/app/view/view-sight.ts";
import { windowNamed } from "#web/app/view/window-choices.ts";

/** A map that is still being moved is not told of. */
const AFTER_MS = 400;

export interface SightReportParts {
  readonly chart: Pick<HeatChart, "columnsInSight" | "pricesInSight">;
  readonly stage: Stage;
  readonly marketNow: () => MarketMessage | undefined;
  readonly onSight: (sight: ViewSight | undefined) => void;
}

export interface SightReport {
  /** Something was drawn: it may be another part of the map. */
  drawn(): void;
  close(): void;
}

/** Tells where a person has moved and zoomed to, a moment after. */
export function createSightReport({ chart, stage, marketNow, onSight }: SightReportParts): SightReport {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: string | undefined;

  function tell(): void {
    timer = undefined;
    const sight = seen();
    if (sight === "unknown") return;
    const text = sight && formatSight(sight);
    if (text === told) return;
    told = text;
    onSight(sight);
  }

  function seen(): ViewSight | undefined | "unknown" {
    const { scene, window } = stage;
    const columns = chart.columnsInSight();
    const newestMs = scene?.replay?.atMs ?? marketNow()?.lastTime;
    if (!scene || !window || !columns || stage.isOpening || typeof newestMs !== "number") return "unknown";
    const { columnMs } = HEAT_LEVELS[scene.level];
    const [fromMs, toMs] = [columns.first * columnMs, columns.last * columnMs];
    return sightNow({ fromMs, toMs, newestMs, columnMs, windowMs: windowNamed(window).spanMs, ...chart.pricesInSight() });
  }

  return {
    drawn: () => void (timer ??= setTimeout(tell, AFTER_MS)),
    close: () => clearTimeout(timer),
  };
}
