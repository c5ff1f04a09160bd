import { KEYS } from "./keys.ts";

const POINTER = [
  { shown: "wheel", does: "zoom time; drag an axis to zoom it, double-click to reset" },
  { shown: "drag", does: "move through time" },
] as const;

const FINGERS = [
  { shown: "drag", does: "move through time and price" },
  { shown: "pinch", does: "zoom time, price, or both" },
  { shown: "long press", does: "read the map; a finger beside the crosshair moves it, a tap sends it away" },
  { shown: "tap", does: "why a cell holds what it does" },
  { shown: "two taps", does: "fit the window again" },
] as const;

/** How to read the map, and every key; on a phone what fingers do. */
export function HelpWords({ compact }: { readonly compact: boolean }) {
  return (
    <div className="prose help-words">
      <div>
        <p>
          Each cell is an <strong>estimate</strong> of how many dollars of open positions would be force-closed if the mark price reached that row. The farther
          from the background, the denser. The colours mean an amount per 0.1 % of price and stay the same at every zoom.
        </p>
        <p>
          Bubbles are another layer: liquidations that <strong>printed</strong>, at their fill price, as large as their dollars. A feed shows only part of what
          was forced. The two are never added up.
        </p>
        <p>
          Where price trades through a row, what stood there is gone. Levels fade when positions close by themselves. A bright band is no promise that price
          goes there, and no advice.
        </p>
        <p>
          The strip beside the price axis is the book now: bars per row, and a line that adds them up outward from the mark. Longs stand below price, shorts
          above. The faint part of a bar is its p10–p90 band: 80 times in a hundred the truth should lie within. Past columns are read with the band of now.
        </p>
      </div>
      <dl className="keys">
        {(compact ? FINGERS : [...Object.values(KEYS), ...POINTER]).map(({ shown, does }) => (
          <div key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="muted help-foot">
        Charts drawn with <a href="https://www.tradingview.com/">TradingView Lightweight Charts™</a>. API: <a href="/docs">/docs</a>
      </p>
    </div>
  );
}
