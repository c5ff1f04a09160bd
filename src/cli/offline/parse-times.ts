import { AppError } from "#core/app-error.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type Ms, SECOND_MS, asMs } from "#core/units.ts";

/** Shorter numbers are years, compact dates or seconds. */
const EPOCH_MS = /^(?:0|\d{12,15})$/;
/** Whatever else `Date.parse` takes it reads in the zone of the machine. */
const ISO_8601 = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** Reads a time given as ISO 8601 or epoch ms; without a zone it is UTC. Throws `bad-input` that names the option. */
export function parseTime(text: string, option: string): Ms {
  const trimmed = text.trim();
  const epoch = EPOCH_MS.test(trimmed) ? Number(trimmed) : epochOfIso(trimmed);
  if (!Number.isFinite(epoch))
    throw new AppError("bad-input", `${option}: "${text}" is not a time; give ISO 8601 (2026-01-31T12:00:00Z) or epoch milliseconds`);
  return asMs(epoch);
}

function epochOfIso(text: string): number {
  const [, day, clock = "00:00", zone = "Z"] = ISO_8601.exec(text) ?? [];
  // A day that its month does not have would roll over into the next.
  if (day === undefined || !isDay(day)) return Number.NaN;
  return Date.parse(`${day}T${clock}${/^[+-]/.test(zone) ? zoneWithMinutes(zone) : "Z"}`);
}

const isDay = (day: string): boolean => Number.isFinite(Date.parse(day)) && new Date(day).toISOString().startsWith(day);

/** `+02`, `+0200` and `+02:00` as the last. */
const zoneWithMinutes = (zone: string): string => `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`;

const UNITS: Readonly<Record<string, Ms>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** Reads a span such as 5m, 6h or 1d. Throws `bad-input` that names the option. */
export function parseSpan(text: string, option: string): Ms {
  const match = /^(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text.trim());
  const span = match ? Math.round(Number(match[1]) * UNITS[match[2]]) : 0;
  if (span === 0) throw new AppError("bad-input", `${option}: "${text}" is not a span; give for instance 15m, 6h or 1d`);
  return asMs(span);
}
