/** How a person's numbers and times are written. */
export interface WrittenForm {
  /** A tag that Intl knows, e.g. `de-CH`. */
  readonly locale: string;
  /** A name that Intl knows, e.g. `UTC` or `Pacific/Auckland`. */
  readonly timeZone: string;
}

let form: WrittenForm = { locale: "en-US", timeZone: "UTC" };
/** Formatters are dear to make, and an axis asks for hundreds of labels a second while it moves. */
const decimals = new Map<number, Intl.NumberFormat>();
const times = new Map<string, Intl.DateTimeFormat>();

/** From now on everything is written so. What stands on the page already has to be drawn again. */
export function writeAs(next: WrittenForm): void {
  if (next.locale === form.locale && next.timeZone === form.timeZone) return;
  form = next;
  decimals.clear();
  times.clear();
}

/** A number with so many decimals and its thousands apart. */
export function decimal(value: number, digits: number): string {
  const known = decimals.get(digits) ?? new Intl.NumberFormat(form.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  decimals.set(digits, known);
  return known.format(value);
}

/** Parts of a time that are written beside each other. */
const PARTS = {
  date: { day: "numeric", month: "short" },
  year: { year: "numeric" },
  month: { month: "short" },
  day: { day: "numeric" },
  weekday: { weekday: "short" },
  minutes: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  zone: { timeZoneName: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A part of a time, in the person's zone and language. */
export function timePart(timeMs: number, part: keyof typeof PARTS): string {
  const known = times.get(part) ?? new Intl.DateTimeFormat(dateLocale(), { ...PARTS[part], timeZone: form.timeZone });
  times.set(part, known);
  if (part !== "zone") return known.format(timeMs);
  return known.formatToParts(timeMs).find(({ type }) => type === "timeZoneName")?.value ?? form.timeZone;
}

/** Seconds that the person's clocks are ahead of UTC at an instant. */
export function zoneOffset(timeSeconds: number): number {
  if (form.timeZone === "UTC") return 0;
  const key = "offset";
  const known =
    times.get(key) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: form.timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  times.set(key, known);
  const part = Object.fromEntries(known.formatToParts(timeSeconds * 1_000).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part["year"], part["month"] - 1, part["day"], part["hour"], part["minute"], part["second"]) / 1_000 - Math.floor(timeSeconds);
}

/** When the day of an instant began on the person's clock. */
export function dayStart(timeMs: number): number {
  const offsetMs = zoneOffset(Math.floor(timeMs / 1_000)) * 1_000;
  return Math.floor((timeMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
}

const DAY_MS = 86_400_000;

/** English writes the day first here: `20 Nov` cannot be read as another date. */
const dateLocale = (): string => (/^en(-US)?$/.test(form.locale) ? "en-GB" : form.locale);
