import { useQuery } from "@tanstack/react-query";
import { POSITION_SIDES } from "#core/position-side.ts";
import { fetchWeights } from "#web/data/rest.ts";
import { formatShare, formatTime, formatZone } from "#web/ui/format.ts";
import { decimal } from "#web/ui/locale.ts";
import { LadderBars } from "#web/ui/ladder-bars.tsx";
import type { WeightsMessage } from "#wire/weights.ts";
import { useIsReplaying } from "./replay/replay-store.ts";
import { ladderRows } from "./ladder-rows.ts";
import { useMarket } from "./use-markets.ts";

/** Weights are learned once an hour; what stands moves with price. */
const REFRESH_MS = 30_000;

/** What the estimate of the market on screen believes about leverage, what it has learned, and from how much. */
export function ModelPanel() {
  const market = useMarket();
  const isReplaying = useIsReplaying();
  const { data, error } = useQuery({
    queryKey: ["weights", market?.id],
    queryFn: ({ signal }) => fetchWeights(market?.id ?? "", signal),
    enabled: market !== undefined && !isReplaying,
    refetchInterval: REFRESH_MS,
  });
  if (isReplaying)
    return <p className="muted model-wait">What the model believed is not kept of earlier instants. Leave the replay to see what it believes now.</p>;
  if (data === undefined) return <p className="muted model-wait">{error ? error.message : "Asking for the ladder…"}</p>;
  const pinned = POSITION_SIDES.some((side) => data[side].never.pinned || data[side].rungs.some((rung) => rung.pinned));
  return (
    <div className="model">
      <p className="model-lead">
        Newly opened positions by effective leverage. The bar is the share the model goes by now{pinned ? ", pinned where it is hatched" : ""}; the tick is what
        it believed beforehand. Pale bars have no print behind them yet: they fill what the others leave. “Set” are isolated positions at exactly that setting,
        the others are cross.
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

const dayOf = (timeMs: number): string => (timeMs > 0 ? new Date(timeMs).toISOString().slice(0, 10) : "unknown date");
