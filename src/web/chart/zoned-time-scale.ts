import { type IChartApi, type Time, type UTCTimestamp, createChartEx, defaultHorzScaleBehavior } from "lightweight-charts";
import { timePart, zoneOffset } from "#web/ui/locale.ts";

/** Weights of a tick from which on it is labelled by its day, month or year: the library's own steps. */
const DAY = 50;
const MONTH = 60;
const YEAR = 70;

type TimeScale = InstanceType<ReturnType<typeof defaultHorzScaleBehavior>>;
type Point = Parameters<TimeScale["fillWeightsForPoints"]>[0][number];

/** A chart whose time axis is in the person's zone and language: days begin at their midnight, and every label is what their clock said. Times stay UTC. */
export function createZonedChart(element: HTMLElement, options: Parameters<typeof createChartEx>[2]): IChartApi {
  const scale = new ZonedTimeScale();
  const chart = createChartEx<Time, TimeScale>(element, scale, options);
  scale.isCut = (seconds) => {
    const x = chart.timeScale().timeToCoordinate(seconds as UTCTimestamp);
    return x !== null && (x < HALF_LABEL_PX || x > chart.timeScale().width() - HALF_LABEL_PX);
  };
  return chart;
}

/** Half of a label in the axis' type, CSS pixels: nearer to an end of the axis it would be cut, or run into what stands there. */
const HALF_LABEL_PX = 20;

class ZonedTimeScale extends defaultHorzScaleBehavior() {
  /** Whether there is no room for a label where a time stands now. */
  isCut: (seconds: number) => boolean = () => false;

  /** The library keeps labels by this: one that is cut is another than the same with room. */
  override cacheKey(item: Parameters<TimeScale["cacheKey"]>[0]): ReturnType<TimeScale["cacheKey"]> {
    const key = super.cacheKey(item);
    return this.isCut(this.secondsOf(item)) ? -key : key;
  }

  override formatHorzItem(item: Parameters<TimeScale["formatHorzItem"]>[0]): string {
    const timeMs = this.secondsOf(item) * 1_000;
    return `${timePart(timeMs, "weekday")} ${timePart(timeMs, "date")} ${timePart(timeMs, "year")} ${timePart(timeMs, "minutes")} ${timePart(timeMs, "zone")}`;
  }

  override formatTickmark({ time, weight }: Parameters<TimeScale["formatTickmark"]>[0]): string {
    const timeMs = this.secondsOf(time) * 1_000;
    if (this.isCut(timeMs / 1_000)) return "";
    if (weight >= YEAR) return timePart(timeMs, "year");
    if (weight >= MONTH) return timePart(timeMs, "month");
    return timePart(timeMs, weight >= DAY ? "day" : "minutes");
  }

  /** Weighs the points as if their zone were UTC, of which alone the library knows. */
  override fillWeightsForPoints(points: Point[], startIndex: number): void {
    const shifted = points.map((point) => ({ ...point, time: this.shiftedTime(point) }));
    super.fillWeightsForPoints(shifted, startIndex);
    for (let index = startIndex; index < points.length; index++) points[index].timeWeight = shifted[index].timeWeight;
  }

  private shiftedTime({ time }: Point): Point["time"] {
    const seconds = this.secondsOf(time);
    return this.convertHorzItemToInternal((seconds + zoneOffset(seconds)) as UTCTimestamp);
  }

  private secondsOf(time: Parameters<TimeScale["key"]>[0]): number {
    return Number(this.key(time));
  }
}
