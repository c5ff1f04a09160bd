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
  return createChartEx<Time, TimeScale>(element, new ZonedTimeScale(), options);
}

class ZonedTimeScale extends defaultHorzScaleBehavior() {
  override formatHorzItem(item: Parameters<TimeScale["formatHorzItem"]>[0]): string {
    const timeMs = this.secondsOf(item) * 1_000;
    return `${timePart(timeMs, "weekday")} ${timePart(timeMs, "date")} ${timePart(timeMs, "year")} ${timePart(timeMs, "minutes")} ${timePart(timeMs, "zone")}`;
  }

  override formatTickmark({ time, weight }: Parameters<TimeScale["formatTickmark"]>[0]): string {
    const timeMs = this.secondsOf(time) * 1_000;
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
