const ZERO = 48;
const POINT = 46;
const MINUS = 45;
/** A mantissa below this can take one more digit and stay an exact integer. */
const MANTISSA_LIMIT = 900_719_925_474_098;
/** Powers of ten that a double holds exactly. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The decimal number in `bytes[start, end)`, the same double that `Number` gives; NaN when it is no finite decimal number.
 * Plain digits need no string: an exact integer over an exact power of ten is rounded once.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  let mantissa = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9 && mantissa < MANTISSA_LIMIT) mantissa = mantissa * 10 + digit;
    else if (bytes[at] === POINT && point < 0) point = at;
    else return parseText(cellText(bytes, start, end));
  }
  const decimals = point < 0 ? 0 : end - point - 1;
  const digits = end - first - (point < 0 ? 0 : 1);
  if (digits === 0 || decimals >= POWERS_OF_TEN.length) return parseText(cellText(bytes, start, end));
  const value = mantissa / POWERS_OF_TEN[decimals];
  return negative ? -value : value;
}

/** The cell as text, without surrounding blanks and quotes. */
export function cellText(bytes: Uint8Array, start: number, end: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trim();
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).trim() : text;
}

function parseText(text: string): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
