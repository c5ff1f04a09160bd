/** What happened beside the price in one bar; money in USD, null where it is not known. */
export interface SideBar {
  /** Epoch ms. */
  readonly openTime: number;
  /** Close of traded price. */
  readonly price: number | null;
  readonly volumeUsd: number | null;
  /** What takers bought less what they sold. */
  readonly takerDeltaUsd: number | null;
  /** Whose takers those are, where it is not everybody's, e.g. `Binance BTCUSDT`. */
  readonly takersOf?: readonly string[] | undefined;
  /** At the end of the bar. */
  readonly openInterestUsd: number | null;
  /** Of a combined market that of each member, see wire's series. */
  readonly openInterestOf?: readonly MemberOpenInterest[] | undefined;
  /** Of the settlement in the bar, a fraction; positive: longs pay. */
  readonly fundingRate: number | null;
  /** Accounts that are long to those that are short. */
  readonly ratio: number | null;
  /** Printed liquidations of longs. */
  readonly longUsd: number;
  /** Printed liquidations of shorts. */
  readonly shortUsd: number;
}

export interface MemberOpenInterest {
  /** e.g. `Binance BTCUSDT`. */
  readonly of: string;
  /** e.g. `Binance`. */
  readonly exchange: string;
  readonly usd: number | null;
}

/** One drawn series of a pane. */
export interface Plot {
  readonly kind: "line" | "bars";
  /** What its value is called beside others; undefined: the title of the pane says it. */
  readonly name?: string;
  /** One value a bar, null where there is none. Pure. */
  readonly compute: (bars: readonly SideBar[]) => readonly (number | null)[];
  readonly colourOf: (value: number) => string;
}

/** A pane under the map: what it is called, and what it draws over the map's time axis. */
export interface Pane {
  /** Part of links: never change it. */
  readonly id: string;
  readonly title: string;
  /** What the values are, in a sentence. */
  readonly hint: string;
  /** Why there may be no value at all, in a few words. */
  readonly absent: string;
  readonly plots: readonly Plot[];
  /** What has to be known beside the values of these bars, in a few words. */
  readonly note?: (bars: readonly SideBar[]) => string | undefined;
  readonly format: (value: number) => string;
  /** Smallest step of the axis. */
  readonly tick: number;
}
