import { type ReactElement, type ReactNode, useContext } from "react";
import type { MarketMessage } from "#wire/messages.ts";
import { formatChange, formatMoney, formatPrice } from "#web/ui/format.ts";
import { Closing } from "#web/ui/opener.ts";
import { Popover } from "#web/ui/popover.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { basisOf, coinChoices, exchangeChoices, exchangeName } from "./market-choices.ts";
import { OverviewLink } from "#web/app/overview/overview-link.tsx";
import { useMark, useMarket, useMarkets } from "./use-markets.ts";
import { changeView } from "#web/app/view/view-store.ts";

/** Which coin; opens the list of all coins. */
export function CoinPicker() {
  const market = useMarket();
  return (
    <Picker title="Coin" label={<strong>{market?.coin ?? "…"}</strong>} name={`Coin: ${market?.coin ?? "none yet"}`} disabled={!market}>
      <CoinList />
      <OverviewLink place="list" />
    </Picker>
  );
}

/** On which exchange, or over all of them; opens the list for this coin. */
export function ExchangePicker() {
  const { markets } = useMarkets();
  const market = useMarket();
  const name = market ? exchangeName(market, exchangeChoices(markets, market.coin)) : "…";
  return (
    <Picker title="Exchange" label={<span className="picker-text">{name}</span>} name={`Exchange: ${name}`} disabled={!market}>
      <ExchangeList />
    </Picker>
  );
}

/** On a phone: which coin, as a sheet. */
export function CoinSheet() {
  const market = useMarket();
  const trigger = (
    <button type="button" className="picker" disabled={!market} aria-label={`Coin: ${market?.coin ?? "none yet"}`}>
      <strong>{market?.coin ?? "…"}</strong>
      <span className="caret" aria-hidden="true" />
    </button>
  );
  return (
    <Sheet title="Coin" shape="sheet" trigger={trigger}>
      <CoinList />
      <OverviewLink place="list" />
    </Sheet>
  );
}

/** On a phone: on which exchange, as a sheet. */
export function ExchangeSheet() {
  const { markets } = useMarkets();
  const market = useMarket();
  const name = market ? exchangeName(market, exchangeChoices(markets, market.coin)) : "…";
  const trigger = (
    <button type="button" className="picker phone-chip" disabled={!market} aria-label={`Exchange: ${name}`}>
      {market?.members ? "All" : name}
      <span className="caret" aria-hidden="true" />
    </button>
  );
  return (
    <Sheet title={`${market?.coin ?? "Market"} on`} shape="sheet" trigger={trigger}>
      <ExchangeList />
    </Sheet>
  );
}

interface PickerProps {
  readonly title: string;
  readonly label: ReactElement;
  /** For screen readers. */
  readonly name: string;
  readonly disabled: boolean;
  readonly children: ReactNode;
}

function Picker({ title, label, name, disabled, children }: PickerProps) {
  const trigger = (
    <button type="button" className="picker" disabled={disabled} aria-label={name}>
      {label}
      <span className="caret" aria-hidden="true" />
    </button>
  );
  return (
    <Popover trigger={trigger} name={title} className="market-popover" align="start" offsetPx={6}>
      {children}
    </Popover>
  );
}

function CoinList() {
  const { markets } = useMarkets();
  const market = useMarket();
  return (
    <ul className="market-list">
      {coinChoices(markets, market).map((choice) => (
        <Choice key={choice.coin} market={choice.market} current={choice.coin === market?.coin}>
          <CoinRow market={choice.market} />
        </Choice>
      ))}
    </ul>
  );
}

function ExchangeList() {
  const { markets } = useMarkets();
  const market = useMarket();
  const choices = exchangeChoices(markets, market?.coin);
  return (
    <ul className="market-list">
      {choices.map((choice) => (
        <Choice key={choice.id} market={choice} current={choice.id === market?.id}>
          <ExchangeRow market={choice} basis={basisOf(choice, choices)} />
        </Choice>
      ))}
    </ul>
  );
}

interface ChoiceProps {
  readonly market: MarketMessage;
  readonly current: boolean;
  readonly children: ReactNode;
}

function Choice({ market, current, children }: ChoiceProps) {
  const shut = useContext(Closing);
  function choose(): void {
    changeView({ market: market.id });
    shut();
  }
  return (
    <li>
      <button type="button" className="market-row" aria-current={current} onClick={choose}>
        {children}
      </button>
    </li>
  );
}

function CoinRow({ market }: { readonly market: MarketMessage }) {
  const mark = useMark(market);
  return (
    <>
      <strong>{market.coin}</strong>
      <span className="muted market-name">{market.exchangeLabel}</span>
      <span className="figure">{mark === undefined ? "–" : formatPrice(mark, market.tickSize)}</span>
      <span className="figure muted">{fillingOf(market) ?? (market.change24h === null ? "" : formatChange(market.change24h))}</span>
    </>
  );
}

function ExchangeRow({ market, basis }: { readonly market: MarketMessage; readonly basis: number | undefined }) {
  return (
    <>
      <strong className="market-exchange">{market.exchangeLabel}</strong>
      <span className="muted market-name">
        {market.members ? `${market.members.filter(({ ready }) => ready).length} of ${market.members.length} markets` : market.symbol}
      </span>
      <span className="figure muted">{basis ? `basis ${formatChange(basis)}` : ""}</span>
      <span className="figure">{fillingOf(market) ?? (market.openInterestUsd === null ? "–" : formatMoney(market.openInterestUsd))}</span>
    </>
  );
}

/** What stands in the place of a figure. */
const fillingOf = ({ ready, backfill, ending }: MarketMessage): string | undefined =>
  ending?.isOver ? ending.why : ready && backfill.state !== "running" ? undefined : `${Math.round(backfill.progress * 100)} % filled`;
