import { FeedBadge } from "./connection/feed-badge.tsx";
import { GradeBadge } from "./markets/grade-badge.tsx";
import { HelpButton } from "./keyboard/help.tsx";
import { CoinPicker, CoinSheet, ExchangePicker } from "./markets/market-picker.tsx";
import { OverviewLink } from "./overview/overview-link.tsx";
import { PriceTag } from "./reading/price-tag.tsx";
import { ReplayButton } from "./replay/replay-host.tsx";
import { WindowSegments } from "./view/window-segments.tsx";

/** One row: which market, its price, which window, and whether it is fresh. */
export function TopBar({ compact }: { readonly compact: boolean }) {
  return (
    <div className="top-bar">
      <h1 className={compact ? "unseen" : "brand"}>
        {!compact && <img src="/icon.svg" alt="" width="20" height="20" />}
        Powderkeg
      </h1>
      {compact ? <CoinSheet /> : <CoinPicker />}
      <PriceTag />
      {!compact && <ExchangePicker />}
      {!compact && <WindowSegments />}
      {!compact && <ReplayButton />}
      {!compact && <OverviewLink place="bar" />}
      <span className="spring" />
      <GradeBadge compact={compact} />
      <FeedBadge compact={compact} />
      {!compact && <HelpButton />}
    </div>
  );
}
