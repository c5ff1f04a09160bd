import { useQuery } from "@tanstack/react-query";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { fetchMeasuredLevels } from "#web/data/rest.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import type { CrosshairReading } from "#web/app/session/scene.ts";
import { holderWords, holdersAt } from "./measured-holders.ts";
import { Figure } from "./readout-figure.tsx";

interface MeasuredFiguresProps {
  readonly market: MarketMessage;
  readonly at: CrosshairReading;
  readonly level: number;
  /** What the map shows there of the side, of all tiers. */
  readonly usd: number;
}

/** How many accounts are liquidated in the cell under the crosshair, and what the largest of them holds: of the newest minute, before that only sums are kept. */
export function MeasuredFigures({ market, at, level, usd }: MeasuredFiguresProps) {
  const isReplay = useAskedInstant() !== undefined;
  const time = market.measured?.time;
  const isNow = time !== undefined && !isReplay && at.toMs >= time;
  const { rowsPerCell } = HEAT_LEVELS[level];
  const { data } = useQuery({
    queryKey: ["measured-levels", market.id, rowsPerCell, time],
    queryFn: ({ signal }) => fetchMeasuredLevels(market.id, rowsPerCell, signal),
    enabled: isNow,
    staleTime: Infinity,
    placeholderData: (before, asked) => (asked?.queryKey[1] === market.id && asked.queryKey[2] === rowsPerCell ? before : undefined),
  });
  if (!isNow) return <Figure name="accounts" value="not kept" />;
  const holders = data && holdersAt(data, at);
  // The map may have the next minute already.
  const unknown = usd > 0 || data === undefined ? "…" : "none";
  return <Figure name="accounts" value={holders ? holderWords(holders) : unknown} />;
}
