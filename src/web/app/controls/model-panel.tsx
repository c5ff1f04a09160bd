import "#web/styles/model.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { POSITION_SIDES } from "#core/position-side.ts";
import { fetchWeights } from "#web/data/rest.ts";
import { formatShare, formatTime, formatZone } from "#web/ui/format.ts";
import { decimal } from "#web/ui/locale.ts";
import { Segments } from "#web/ui/segments.tsx";
import { LadderBars } from "#web/ui/ladder-bars.tsx";
import type { WeightsMessage } from "#wire/weights.ts";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import { membersOf } from "#web/app/markets/market-choices.ts";
import { ladderRows } from "#web/app/order-book/ladder-rows.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { saveFile } from "#web/app/tools/save-file.ts";

/** Weights are learned once an hour; what stands moves with price. */
const REFRESH_MS = 30_000;

/** What the estimate of the market on screen believes about leverage, what it has learned, and from how much. Of several added up, each has a ladder of its own. */
export function ModelPanel() {
  const market = useMarket();
  const isReplaying = useIsReplaying();
  const [chosen, setChosen] = useState<string>();
  if (isReplaying)
    return <p className="muted model-wait">What the model believed is not kept of earlier instants. Leave the replay to see what it believes now.</p>;
  if (!market) return null;
  const members = membersOf(market);
  const shown = members.find(({ market: id }) => id === chosen) ?? members[0];
  if (!shown) return <Ladder market={market.id} />;
  return (
    <>
      <p className="model-lead">{market.exchangeLabel} adds up these markets. Each has a ladder of its own:</p>
      <div className="model-members">
        <Segments name="Market" segments={members.map(({ market: value, label }) => ({ value, label }))} value={shown.market} onChange={setChosen} />
      </div>
      <Ladder market={shown.market} />
    </>
  );
}

/** The ladder of one market. */
function Ladder({ market }: { readonly market: string }) {
  const { data, error } = useQuery({
    queryKey: ["weights", market],
    queryFn: ({ signal }) => fetchWeights(market, signal),
    refetchInterval: REFRESH_MS,
  });
  if (data === undefined) return <p className="muted model-wait">{error ? error.message : "Asking for the ladder…"}</p>;
  const pinned = POSITION_SIDES.some((side) => data[side].never.pinned || data[side].rungs.some((rung) => rung.pinned));
  return (
    <div className="model">
      <p className="model-lead">
        Newly opened positions by effective leverage. The bar is the share the model goes by now{pinned ? ", pinned where it is hatched" : ""}; the tick is what
        it believed beforehand. Pale bars have no print behind them yet: they fill what the others leave. “Set” are isolated positions at exactly that setting,
        the others are cross.{" "}
        <button type="button" className="text-button model-save" onClick={() => saveFile(fileName(market), new Blob([JSON.stringify(data, undefined, 2)]))}>
          Save these weights
        </button>{" "}
        <span className="muted">
          to hold the ladder at them with <code>--weights</code>.
        </span>
      </p>
      <LadderBars rows={ladderRows(data)} />
      <Facts of={data} />
    </div>
  );
}

function Facts({ of }: { readonly of: WeightsMessage }) {
  const { brackets, positions, feedShare, churnShare, explainedShare, model, time } = of;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["of what is forced here, the feed prints", feedShare > 1 ? `${decimal(feedShare, 1)}×, other exchanges too` : formatShare(feedShare)],
    ["of the volume is churn that never stands", churnShare === null ? "volume unknown" : formatShare(churnShare)],
    ["of open-interest changes are explained by volume", formatShare(explainedShare)],
    [
      "margin brackets",
      brackets.adoptedAt === null
        ? `on file, of ${dayOf(brackets.validFrom)}`
        : `published, seen ${formatTime(brackets.adoptedAt)} ${formatZone(brackets.adoptedAt)}`,
    ],
    ...(positions
      ? [
          [
            "ladder begins from published positions",
            `${formatShare(positions.longSeen)} of longs, ${formatShare(positions.shortSeen)} of shorts, ${formatTime(positions.time)} ${formatZone(positions.time)}`,
          ] as const,
        ]
      : []),
  ];
  return (
    <>
      <dl className="model-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="muted">{name}</dt>
            <dd className="figure">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="muted model-foot">
        {model} as of {formatTime(time)} {formatZone(time)}. Lengths grow with the square root of the share. Prints count in orders of typical size, older ones
        less.
      </p>
    </>
  );
}

const fileName = (market: string): string => `weights-${market.replace(":", "-")}.json`;
const dayOf = (timeMs: number): string => (timeMs > 0 ? new Date(timeMs).toISOString().slice(0, 10) : "unknown date");
