import { type AmountUnit, amountIn, amountUnit, moneyUnit } from "./amount.ts";
import { decimal, timePart } from "./locale.ts";

const SUFFIXES = [
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** An amount of USD of the market on screen, in the unit that is chosen: `$12.3M`, `€11.3M`, `150 BTC`, `1.2 % of OI`, `4.3 min`. `price` is what a coin costs where it stands. */
export const formatUsd = (usd: number, price?: number): string => writtenIn(amountUnit(), usd, price);

/** An amount of USD of any market, as money: `$12.3M`, or `€11.3M` where another money is chosen. */
export const formatMoney = (usd: number): string => writtenIn(moneyUnit(), usd);

function writtenIn(unit: AmountUnit, usd: number, price?: number): string {
  const amount = amountIn(unit, usd, price);
  switch (unit.kind) {
    case "usd":
      return `$${shortened(amount)}`;
    case "fiat":
      return `${currencySign(unit.code)}${shortened(amount)}`;
    case "coin":
      return formatCoin(amount, unit.coin);
    case "oi":
      return `${formatShare(amount)} of OI`;
  }
  return formatMinutes(amount);
}

/** Three figures of money: `12.3M`, `940k`, `0`. */
function shortened(amount: number): string {
  const size = Math.abs(amount);
  for (const [unit, suffix] of SUFFIXES) if (size >= unit * 0.9995) return `${threeFigures(amount / unit)}${suffix}`;
  return decimal(Math.round(amount), 0);
}

const signs = new Map<string, string>();

/** `€`, `NZ$`; what has no sign of its own keeps its letters: `CHF `. */
function currencySign(code: string): string {
  const known = signs.get(code);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat("en-US", { style: "currency", currency: code }).formatToParts(0);
  const sign = parts.find(({ type }) => type === "currency")?.value ?? code;
  const written = /^[A-Z]+$/.test(sign) ? `${sign} ` : sign;
  signs.set(code, written);
  return written;
}

/** Minutes that a market takes to trade as much: `<0.1 min`, `4.3 min`, `320 min`. */
export function formatMinutes(minutes: number): string {
  const size = Math.abs(minutes);
  if (size > 0 && size < 0.05) return `<${decimal(0.1, 1)} min`;
  return `${decimal(minutes, size > 0 && size < 9.95 ? 1 : 0)} min`;
}

/** An amount of a coin, three figures: `154 BTC`, `0.500 BTC`, `50.0k BTC`. */
export function formatCoin(amount: number, coin: string): string {
  const size = Math.abs(amount);
  for (const [unit, suffix] of SUFFIXES) if (size >= unit * 0.9995) return `${threeFigures(amount / unit)}${suffix} ${coin}`;
  if (size === 0) return `0 ${coin}`;
  return `${size < 0.001 ? `<${decimal(0.001, 3)}` : size < 0.9995 ? decimal(amount, 3) : threeFigures(amount)} ${coin}`;
}

/** A price with its thousands separated, to the instrument's tick, e.g. `68,412.5`. */
export function formatPrice(price: number, tickSize: number): string {
  const digits = Math.max(0, Math.min(8, Math.ceil(-Math.log10(tickSize) - 1e-9)));
  return decimal(price, digits);
}

/** A signed percentage of a fraction, e.g. `+1.20 %`. */
export function formatChange(fraction: number): string {
  const percent = fraction * 100;
  return `${percent < 0 ? "−" : "+"}${decimal(Math.abs(percent), 2)} %`;
}

/** A signed rate of funding as a percentage, to a hundredth of a basis point: `+0.0100 %`. */
export function formatRate(fraction: number): string {
  const percent = fraction * 100;
  return `${percent < 0 ? "−" : "+"}${decimal(Math.abs(percent), 4)} %`;
}

/** A share of a whole as a percentage, two figures of small ones: `35 %`, `2.9 %`, `0.07 %`, `<0.01 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.005) return `<${decimal(0.01, 2)} %`;
  return `${decimal(percent, percent >= 9.95 || percent === 0 ? 0 : percent >= 0.995 ? 1 : 2)} %`;
}

/** How many, roughly: `0`, `<1`, `17`, `1,204`. */
export function formatCount(count: number): string {
  if (count > 0 && count < 1) return "<1";
  return decimal(Math.round(count), 0);
}

/** An age in the largest unit that fits: `0.8 s`, `42 s`, `3 min`, `5 h`, `2 d`. */
export function formatAge(ageMs: number): string {
  if (ageMs < 10_000) return `${decimal(Math.max(0, ageMs) / 1_000, 1)} s`;
  if (ageMs < 90_000) return `${Math.round(ageMs / 1_000)} s`;
  if (ageMs < 5_400_000) return `${Math.round(ageMs / 60_000)} min`;
  if (ageMs < 172_800_000) return `${Math.round(ageMs / 3_600_000)} h`;
  return `${Math.round(ageMs / 86_400_000)} d`;
}

/** A length of time that is a whole number of minutes, hours or days: `5 min`, `12 h`, `1 d`. */
export function formatSpan(spanMs: number): string {
  const minutes = spanMs / 60_000;
  if (minutes % 1_440 === 0) return `${minutes / 1_440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

/** `25 min`, `3 h 20 min`, `2 d 4 h`; signed when it goes back. */
export function formatDuration(spanMs: number): string {
  const minutes = Math.round(Math.abs(spanMs) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  const parts = days > 0 ? [`${days} d`, hours && `${hours} h`] : [hours && `${hours} h`, (minutes % 60 || hours === 0) && `${minutes % 60} min`];
  return `${spanMs < 0 ? "−" : ""}${parts.filter(Boolean).join(" ")}`;
}

/** A time with its date, in the person's zone: `20 Nov 11:35`. */
export const formatTime = (timeMs: number): string => `${timePart(timeMs, "date")} ${timePart(timeMs, "minutes")}`;

/** The same with its year: `20 Nov 2026 11:35`. */
export const formatFullTime = (timeMs: number): string => `${timePart(timeMs, "date")} ${timePart(timeMs, "year")} ${timePart(timeMs, "minutes")}`;

/** A stretch of time: `20 Nov 11:35–11:50 UTC`. */
export const formatStretch = (fromMs: number, toMs: number): string => `${formatTime(fromMs)}–${formatMinute(toMs)} ${formatZone(toMs)}`;

/** Hours and minutes: `11:35`. */
const formatMinute = (timeMs: number): string => timePart(timeMs, "minutes");

/** To the second: `11:35:07`. */
export const formatClock = (timeMs: number): string => timePart(timeMs, "seconds");

/** What the person's zone is called at a time: `UTC`, `GMT+13`, `CET`. */
export const formatZone = (timeMs: number): string => timePart(timeMs, "zone");

function threeFigures(value: number): string {
  const size = Math.abs(value);
  return decimal(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/** Words as the beginning of a sentence. */
export const asSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
