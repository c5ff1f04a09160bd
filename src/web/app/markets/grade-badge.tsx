import { Popover } from "#web/ui/popover.tsx";
import { useMarket } from "./use-markets.ts";

/** How far the map's inputs can be relied on, as a letter; opens what lowers it. */
export function GradeBadge({ compact }: { readonly compact: boolean }) {
  const market = useMarket();
  const reliability = market?.reliability;
  if (!reliability) return null;
  const { grade, score, reasons } = reliability;
  const isThin = market.thinBelowUsd !== null;
  const badge = (
    <button
      type="button"
      className="grade-badge"
      data-grade={grade}
      aria-label={`Reliability ${grade}${isThin ? ", a thin market" : ""}: what the map is made from`}
    >
      {!compact && <span className="muted">reliability </span>}
      <span className="grade">{grade}</span>
      {!compact && isThin && <span className="stand-in">thin</span>}
    </button>
  );
  return (
    <Popover trigger={badge} name={`Reliability ${grade}`} className="feed-list grade-card" offsetPx={6}>
      <p className="popover-lead">
        Reliability {grade} <span className="muted">· inputs {Math.round(score * 100)} % whole</span>
      </p>
      {reasons.length > 0 ? (
        <ul className="grade-reasons">
          {reasons.map((reason) => (
            <li key={reason}>{sentence(reason)}</li>
          ))}
        </ul>
      ) : (
        <p>Open interest is explained, data is whole, the mark is known, the book has grown old enough and leverage is learned from prints.</p>
      )}
      <p className="muted">It grades what the map is made from, A to D. How sure each level is: its p10–p90 band, under the crosshair.</p>
    </Popover>
  );
}

const sentence = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}.`;
