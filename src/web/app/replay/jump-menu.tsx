import "#web/styles/overlays.css";
import { useQuery } from "@tanstack/react-query";
import { Popover } from "radix-ui";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { fetchSeries } from "#web/data/rest.ts";
import { formatTime, formatUsd } from "#web/ui/format.ts";
import { type Burst, largestBursts } from "./bursts.ts";
import type { StoredSpan } from "./stored-span.ts";

interface JumpMenuProps {
  readonly market: string;
  readonly span: StoredSpan;
  readonly at: number;
  readonly onJump: (timeMs: number) => void;
}

const BACK = [
  ["1 hour back", HOUR_MS],
  ["1 day back", DAY_MS],
  ["1 week back", 7 * DAY_MS],
] as const;
const SHORT_BAR_MS = 30 * MINUTE_MS;
const LONG_BAR_MS = 2 * HOUR_MS;
/** As many bars as the server gives at once. */
const MOST_BARS = 5_000;
const MOST_BURSTS = 6;
const APART_MS = 6 * HOUR_MS;
/** A jump ends this much before, so that the burst is seen to come. */
const LEAD_MS = 10 * MINUTE_MS;

/** Jumps back by a while, or to shortly before the bars in which most was liquidated. */
export function JumpMenu({ market, span, at, onJump }: JumpMenuProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className="picker replay-jump">
        Jump
        <span className="caret" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover replay-jumps" align="end" side="top" sideOffset={8} collisionPadding={8} aria-label="Jump to another time">
          {BACK.map(([label, backMs]) => (
            <Popover.Close key={label} className="replay-jump-row" disabled={at <= span.firstMs} onClick={() => onJump(at - backMs)}>
              {label}
            </Popover.Close>
          ))}
          <p className="control-name">Most liquidated in all that is stored</p>
          <Bursts market={market} span={span} onJump={onJump} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Bursts({ market, span: { firstMs, lastMs }, onJump }: Omit<JumpMenuProps, "at">) {
  const intervalMs = (lastMs - firstMs) / SHORT_BAR_MS < MOST_BARS ? SHORT_BAR_MS : LONG_BAR_MS;
  const { data, error } = useQuery({
    queryKey: ["bursts", market, intervalMs],
    queryFn: async ({ signal }): Promise<readonly Burst[]> => {
      const { from, longUsd, shortUsd } = await fetchSeries({ market, intervalMs, fromMs: firstMs, toMs: lastMs }, signal);
      const bars = longUsd.map((usd, index) => ({ fromMs: from + index * intervalMs, longUsd: usd, shortUsd: shortUsd[index] }));
      return largestBursts(bars, { most: MOST_BURSTS, apartMs: APART_MS });
    },
    staleTime: 60_000,
  });
  if (error) return <p className="muted">{error.message}</p>;
  if (!data) return <p className="muted">Looking …</p>;
  if (data.length === 0) return <p className="muted">No liquidation is stored of this market.</p>;
  return data.map(({ fromMs, longUsd, shortUsd }) => (
    <Popover.Close key={fromMs} className="replay-jump-row" onClick={() => onJump(fromMs - LEAD_MS)}>
      <span>{formatTime(fromMs)}</span>
      <span className="figure muted">
        {formatUsd(longUsd + shortUsd)} {longUsd >= shortUsd ? "mostly longs" : "mostly shorts"}
      </span>
    </Popover.Close>
  ));
}
