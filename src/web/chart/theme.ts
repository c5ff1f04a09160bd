/** Colours and type that are drawn on canvas; styles/tokens.css holds the same values for the page. */
export const THEME = {
  surface: "#0a0c11",
  line: "#1c212c",
  text: "#e8ebf1",
  muted: "#949cad",
  crosshair: "#aab2c3",
  mark: "#ffffff",
  candleUp: "#f2f5fa",
  candleDown: "#5f6b82",
  candleEdge: "#cbd3e1",
  longs: "#4da3ff",
  shorts: "#ff7d5c",
  longsBar: "#3c7fc6",
  shortsBar: "#c7644b",
  longsLine: "#d6e9ff",
  shortsLine: "#ffe1d8",
  font: 'Inter, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
} as const;
