import { AppError } from "#core/app-error.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type Ms, SECOND_MS, asMs } from "#core/units.ts";

/** Reads a time given as ISO 8601 or epoch ms; without a zone it is UTC. Throws `bad-input` that names the option. */
export function parseTime(text: string, option: string): Ms {
  const trimmed = text.trim();
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(trimmed) || !trimmed.includes(":");
  const epoch = /^\d{9,}$/.test(trimmed) ? Number(trimmed) : Date.parse(hasZone ? trimmed : `${trimmed.replace(" ", "T")}Z`);
  if (!Number.isFinite(epoch))
    throw new AppError("bad-input", `${option}: "${text}" is not a time; give ISO 8601 (2026-01-31T12:00:00Z) or epoch milliseconds`);
  return asMs(epoch);
}

const UNITS: Readonly<Record<string, Ms>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** Reads a span such as 5m, 6h or 1d. Throws `bad-input` that names the option. */
export function parseSpan(text: string, option: string): Ms {
  const match = /^(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text.trim());
  const span = match ? Number(match[1]) * UNITS[match[2]] : 0;
  if (!(span > 0)) throw new AppError("bad-input", `${option}: "${text}" is not a span; give for instance 15m, 6h or 1d`);
  return asMs(span);
}
