import type { MarketMessage } from "#wire/messages.ts";
import { membersOf } from "#web/app/markets/market-choices.ts";
import type { Reading } from "#web/data/heat-worker-messages.ts";
import { Figure } from "./readout-figure.tsx";
import { stoodFor } from "./stood-words.ts";
import { venueWords } from "./venue-words.ts";

interface CellFiguresProps {
  readonly market: MarketMessage;
  readonly reading: Reading;
  /** Of the columns that the age is told by, and the instant that is read. */
  readonly age: { readonly level: number | undefined; readonly toMs: number };
  readonly compact: boolean;
}

/** Names that fit a line. */
const MOST_NAMES = { desk: 5, phone: 2 };

/** Who holds what is under the crosshair, and since when; a cluster tells its own age. */
export function CellFigures({ market, reading, age: { level, toMs }, compact }: CellFiguresProps) {
  const { venues, age, cluster } = reading;
  const nameOf = (id: string): string => membersOf(market).find((member) => member.market === id)?.label ?? id;
  const holders = market.members ? venues && venueWords(venues, { nameOf, most: compact ? MOST_NAMES.phone : MOST_NAMES.desk }) : market.exchangeLabel;
  return (
    <span className="readout-venues">
      <Figure name="venues" value={holders ?? "…"} />
      {!cluster && <Figure name="half stood for" value={age && level !== undefined ? stoodFor(age, { level, toMs }) : "–"} />}
    </span>
  );
}
