import { Popover } from "radix-ui";
import type { MarketMessage } from "#wire/messages.ts";
import { formatChange, formatPrice } from "#web/ui/format.ts";
import { Sheet, SheetClose } from "#web/ui/sheet.tsx";
import { useMark, useMarket, useMarkets } from "./use-markets.ts";
import { changeView } from "./view-store.ts";

/** The coin and its exchange; opens the list of all markets. */
export function MarketPicker({ compact }: { readonly compact: boolean }) {
  const market = useMarket();
  const trigger = (
    <button type="button" className="picker" disabled={!market}>
      <strong>{market?.coin ?? "…"}</strong>
      {!compact && market && <span className="muted">{market.exchangeLabel}</span>}
      <span className="caret" aria-hidden="true" />
    </button>
  );
  if (compact) {
    return (
      <Sheet title="Market" shape="sheet" trigger={trigger}>
        <MarketList close={SheetClose} />
      </Sheet>
    );
  }
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="start" sideOffset={6} collisionPadding={8}>
          <MarketList close={Popover.Close} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function MarketList({ close: Close }: { readonly close: typeof Popover.Close | typeof SheetClose }) {
  const { markets } = useMarkets();
  const current = useMarket();
  return (
    <ul className="market-list">
      {markets.map((market) => (
        <li key={market.id}>
          <Close asChild>
            <button type="button" className="market-row" aria-current={market.id === current?.id} onClick={() => changeView({ market: market.id })}>
              <MarketRow market={market} />
            </button>
          </Close>
        </li>
      ))}
    </ul>
  );
}

function MarketRow({ market }: { readonly market: MarketMessage }) {
  const mark = useMark(market);
  const filling = !market.ready || market.backfill.state === "running";
  return (
    <>
      <strong>{market.coin}</strong>
      <span className="muted market-name">
        {market.symbol} · {market.exchangeLabel}
      </span>
      <span className="figure">{mark === undefined ? "–" : formatPrice(mark, market.tickSize)}</span>
      <span className="figure muted">
        {filling ? `${Math.round(market.backfill.progress * 100)} % filled` : market.change24h === null ? "" : formatChange(market.change24h)}
      </span>
    </>
  );
}
