import { formatChange, formatPrice, formatSpan, formatTime, formatUsd, formatZone } from "#web/ui/format.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { Earlier } from "#web/panels/panel.ts";

interface ChangeSentenceProps {
  readonly earlier: Earlier;
  readonly tickSize: number;
  readonly layer: LevelsGrid["layer"];
}

/** Price and open interest since, and what the table compares. */
export function ChangeSentence({ earlier: { sinceMs, untilMs, book, price, traded, openInterestUsd }, tickSize, layer }: ChangeSentenceProps) {
  return (
    <p className="changes-sentence">
      Since {formatTime(sinceMs)} {formatZone(sinceMs)} ({formatSpan(Math.round((untilMs - sinceMs) / 60_000) * 60_000)}): price{" "}
      {price ? (
        <>
          <strong className="figure">{formatChange(price.now / price.before - 1)}</strong>, {formatPrice(price.before, tickSize)} to{" "}
          {formatPrice(price.now, tickSize)}
          {traded && `, between ${formatPrice(traded.low, tickSize)} and ${formatPrice(traded.high, tickSize)}`}
        </>
      ) : (
        "not known"
      )}
      ; open interest{" "}
      {openInterestUsd ? (
        <>
          <strong className="figure">{formatChange(openInterestUsd.now / openInterestUsd.before - 1)}</strong>, {formatUsd(openInterestUsd.before)} to{" "}
          {formatUsd(openInterestUsd.now)}
        </>
      ) : (
        "not known"
      )}
      .{" "}
      <span className="muted">
        {layer === "measured" ? "Measured positions" : "The estimate"} as its stored column of {formatTime(book.time)} has it, against the one on screen.
      </span>
    </p>
  );
}
