import { useEffect } from "react";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { formatSpan, formatTime, formatZone } from "#web/ui/format.ts";
import { deferred } from "#web/ui/deferred.tsx";
import type { CrosshairProps } from "./crosshair-figures.tsx";
import { useChartReport } from "./reading-store.ts";

/** What is read comes with the first crosshair, or soon after the first picture. */
const load = async () => (await import("./crosshair-figures.tsx")).CrosshairFigures;
const CrosshairFigures = deferred(load);
const LOAD_AFTER_MS = 2_000;

/** What the crosshair stands on, in figures; without one, what the picture is. */
export function Readout({ market, spread, layer }: Pick<CrosshairProps, "market" | "spread" | "layer">) {
  const reading = useChartReport((report) => report.reading);
  const level = useChartReport((report) => report.level);
  const bookTime = useChartReport((report) => report.book?.time) ?? market.lastTime;
  const isPictured = useChartReport((report) => report.isPictured);
  useEffect(() => {
    if (!isPictured) return undefined;
    // Without its code the crosshair says so when it is read.
    const timer = setTimeout(() => void load().catch(() => undefined), LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isPictured]);
  if (reading) return <CrosshairFigures market={market} layer={layer} at={reading} level={level} spread={spread} />;
  return (
    <div className="readout readout-idle">
      <span className="readout-name">
        {market.symbol} · {market.exchangeLabel}
      </span>
      {level !== undefined && <span className="readout-level">{formatSpan(HEAT_LEVELS[level].columnMs)} columns</span>}
      <span>
        {layer === "measured" ? "measured positions" : "modelled estimate"}
        {bookTime !== null && ` as of ${formatTime(bookTime)} ${formatZone(bookTime)}`}
      </span>
      {(market.markSource === "last" || !market.priceIsMark) && <span className="stand-in">last price stands in for mark</span>}
    </div>
  );
}
