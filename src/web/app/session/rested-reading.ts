import type { ProbeHow } from "#web/data/heat-worker-messages.ts";
import { latestOnly } from "./latest-only.ts";

/** How long a pointer has to rest before what it stands on is asked for. */
const REST_MS = 140;

export interface RestedReadingParts<Point, Reading> {
  readonly read: (point: Point, how: ProbeHow) => Promise<Reading | undefined>;
  /** Hears every reading of the newest point, and undefined when there is none. */
  readonly tell: (reading: Reading | undefined) => void;
  /** Hears what a reading failed of; an error of the page by default. */
  readonly fail?: (error: unknown) => void;
}

/** Reads each point at once as far as the page knows it, and the one that a pointer rests on as a whole. */
export function createRestedReading<Point extends object, Reading>({
  read,
  tell,
  fail = (error) => reportError(error),
}: RestedReadingParts<Point, Reading>): (point: Point | undefined) => void {
  let newest: Point | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const readAtOnce = latestOnly(async (point: Point | undefined) => tell(point && (await read(point, "at-once"))), fail);

  async function readWhole(point: Point): Promise<void> {
    const reading = await read(point, "whole");
    if (newest === point) tell(reading);
  }

  return (point) => {
    newest = point;
    clearTimeout(rest);
    readAtOnce(point);
    if (point) rest = setTimeout(() => void readWhole(point).catch(fail), REST_MS);
  };
}
