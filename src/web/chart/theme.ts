/** What canvases are painted with, by the token of styles/tokens.css that holds it. */
const TOKENS = {
  surface: "--surface",
  raised: "--raised",
  line: "--line",
  lineStrong: "--line-strong",
  text: "--text",
  muted: "--muted",
  card: "--card",
  field: "--field",
  watermark: "--watermark",
  crosshair: "--crosshair",
  crosshairLabel: "--crosshair-label",
  candleUp: "--candle-up",
  candleUpEdge: "--candle-up-edge",
  candleDown: "--candle-down",
  candleEdge: "--candle-edge",
  priceLine: "--price-line",
  volume: "--volume",
  longs: "--longs",
  shorts: "--shorts",
  longsBar: "--longs-bar",
  shortsBar: "--shorts-bar",
  longsRange: "--longs-range",
  shortsRange: "--shorts-range",
  longsLine: "--longs-line",
  shortsLine: "--shorts-line",
  bids: "--bids",
  asks: "--asks",
  bidsBar: "--bids-bar",
  asksBar: "--asks-bar",
  flicker: "--flicker",
  absentLine: "--absent-line",
  staleLine: "--stale-line",
  staleText: "--stale-text",
  profile: "--profile",
  profileEdge: "--profile-edge",
  profileMost: "--profile-most",
  font: "--font",
} as const;

type Token = keyof typeof TOKENS;

let read: Readonly<Record<Token, string>> | undefined;

/** Colours as they are written in styles/tokens.css under the theme that is on, and the page's type. Read while drawing and never kept: a theme may change at any time. */
export const THEME: Readonly<Record<Token, string>> = Object.defineProperties(
  {} as Record<Token, string>,
  Object.fromEntries(Object.keys(TOKENS).map((name) => [name, { enumerable: true, get: () => (read ??= readTokens())[name as Token] }])),
);

/** The page has another theme on: what canvases are painted with is read anew. */
export function renewTheme(): void {
  read = undefined;
}

function readTokens(): Record<Token, string> {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, wholeHex(style.getPropertyValue(token).trim())])) as Record<Token, string>;
}

/** The bundler writes `#ffffff` as `#fff`, to which no canvas could append an alpha. */
const wholeHex = (value: string): string => (/^#[\da-f]{3,4}$/i.test(value) ? value.replaceAll(/[\da-f]/gi, "$&$&") : value);
