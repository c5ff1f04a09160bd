const SUFFIXES = [
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** USD as traders write it, three figures: `$12.3M`, `$940k`, `$0`. */
export function formatUsd(usd: number): string {
  const size = Math.abs(usd);
  for (const [unit, suffix] of SUFFIXES) if (size >= unit * 0.9995) return `$${threeFigures(usd / unit)}${suffix}`;
  return `$${Math.round(usd)}`;
}

/** An amount of a coin, three figures: `154 BTC`, `0.500 BTC`, `50.0k BTC`. */
export function formatCoin(amount: number, coin: string): string {
  const size = Math.abs(amount);
  for (const [unit, suffix] of SUFFIXES) if (size >= unit * 0.9995) return `${threeFigures(amount / unit)}${suffix} ${coin}`;
  if (size === 0) return `0 ${coin}`;
  return `${size < 0.001 ? "<0.001" : size < 0.9995 ? amount.toFixed(3) : threeFigures(amount)} ${coin}`;
}

/** A price with its thousands separated, to the instrument's tick, e.g. `68,412.5`. */
export function formatPrice(price: number, tickSize: number): string {
  const digits = Math.max(0, Math.min(8, Math.ceil(-Math.log10(tickSize) - 1e-9)));
  return price.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A signed percentage of a fraction, e.g. `+1.20 %`. */
export function formatChange(fraction: number): string {
  const percent = fraction * 100;
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(2)} %`;
}

/** A signed rate of funding as a percentage, to a hundredth of a basis point: `+0.0100 %`. */
export function formatRate(fraction: number): string {
  const percent = fraction * 100;
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(4)} %`;
}

/** A share of a whole as a percentage, two figures of small ones: `35 %`, `2.9 %`, `0.07 %`, `<0.01 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.005) return "<0.01 %";
  return `${percent.toFixed(percent >= 9.95 || percent === 0 ? 0 : percent >= 0.995 ? 1 : 2)} %`;
}

/** How many, roughly: `0`, `<1`, `17`, `1,204`. */
export function formatCount(count: number): string {
  if (count > 0 && count < 1) return "<1";
  return Math.round(count).toLocaleString("en-US");
}

/** An age in the largest unit that fits: `0.8 s`, `42 s`, `3 min`, `5 h`, `2 d`. */
export function formatAge(ageMs: number): string {
  if (ageMs < 10_000) return `${(Math.max(0, ageMs) / 1_000).toFixed(1)} s`;
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

/** UTC clock time, with the date: `20 Nov 11:35`. */
export function formatTime(timeMs: number): string {
  const parts = new Date(timeMs).toUTCString().split(" ");
  return `${parts[1]} ${parts[2]} ${parts[4].slice(0, 5)}`;
}

/** A stretch of time: `20 Nov 11:35–11:50 UTC`. */
export const formatStretch = (fromMs: number, toMs: number): string => `${formatTime(fromMs)}–${formatTime(toMs).slice(-5)} UTC`;

/** UTC clock time to the second: `11:35:07`. */
export const formatClock = (timeMs: number): string => new Date(timeMs).toISOString().slice(11, 19);

function threeFigures(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}
