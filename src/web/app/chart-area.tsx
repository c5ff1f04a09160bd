import { Suspense, lazy, useCallback, useEffect, useMemo, useRef } from "react";
import { formatClock, formatZone } from "#web/ui/format.ts";
import { deferred } from "#web/ui/deferred.tsx";
import { ChartSummary } from "./reading/chart-summary.tsx";
import { openChartSession } from "./session/chart-session.ts";
import type { ChartSession } from "./session/chart-session-parts.ts";
import { Explained } from "./reading/explained.tsx";
import { HeatScale } from "./controls/heat-scale.tsx";
import { ConsensusLegend, MeasuredLegend, RealisedLegend, SweptLegend } from "./controls/layer-legends.tsx";
import type { LiveConnection } from "./connection/live-connection.ts";
import { useLive } from "./connection/live-store.ts";
import { useLadder } from "./order-book/ladder-store.ts";
import { usePlace } from "./navigation.ts";
import { MarketState } from "./markets/market-state.tsx";
import { Readout } from "./reading/readout.tsx";
import { isFilling } from "./session/scene.ts";
import { SourceMark } from "./connection/source-mark.tsx";
import { useSurface } from "./settings/page-look.ts";
import { useChartSession } from "./session/chart-session-store.ts";
import { clickAt, pointAt } from "./tools/tool-store.ts";
import { useBook } from "./reading/book-store.ts";
import { ordersOf, useOrders } from "./order-book/order-book-store.ts";
import { useLadderShown } from "./order-book/use-ladder-shown.ts";
import { reportLoading, reportProblem, useChartReport } from "./reading/reading-store.ts";
import { holesOf } from "./markets/hole-words.ts";
import { lackSpan } from "./markets/lacking-words.ts";
import { useLacking } from "./markets/use-lacking.ts";
import { useFreshness } from "./markets/use-freshness.ts";
import { useHeatLayer, useHeatStyle, useLayerStyle } from "./controls/use-heat-style.ts";
import { ReplayMark } from "./replay/replay-mark.tsx";
import { setLimits, useIsReplaying, useReplay } from "./replay/replay-store.ts";
import { useLiveMarket, useMarket, useMarkets } from "./markets/use-markets.ts";
import { useSpread } from "./reading/use-spread.ts";
import { useRequests } from "./connection/use-requests.ts";
import { changeView, useView } from "./view/view-store.ts";
import { useUnitKind } from "./reading/amount-terms.tsx";

const NO_HOLES = { holes: [], openInterestHoles: [] } as const;

const LadderNotes = deferred(async () => (await import("./order-book/ladder-notes.tsx")).LadderNotes);
const ConsensusLayer = lazy(async () => ({ default: (await import("./consensus/consensus-layer.tsx")).ConsensusLayer }));

/** The chart with the level strip docked to its price axis, and what is said over it. */
export function ChartArea({ live, compact }: { readonly live: LiveConnection; readonly compact: boolean }) {
  const chart = useRef<HTMLDivElement>(null);
  const strip = useRef<HTMLDivElement>(null);
  const ladder = useRef<HTMLDivElement>(null);
  const session = useRef<ChartSession>(undefined);
  const markets = useMarkets();
  const market = useMarket();
  const marketNow = useLiveMarket();
  const isReplaying = useIsReplaying();
  const window = useView((view) => view.window);
  const style = useHeatStyle();
  const layers = useLayerStyle();
  const heatLayer = useHeatLayer();
  const age = useView((view) => view.age);
  const spread = useSpread();
  const panes = useView((view) => view.panes);
  const shape = useView((view) => view.price);
  const marks = useView((view) => view.marks);
  const showsConsensus = useView((view) => view.layers.includes("consensus"));
  const ladderShown = useLadderShown(compact);
  const cluster = useChartReport((report) => report.cluster);
  const outlined = useChartReport((report) => report.pointedCluster ?? report.cluster);
  const source = useLive((state) => state.source);
  const latest = useRef(marketNow);
  latest.current = marketNow;
  const showable = marketNow?.ready ? marketNow.id : undefined;

  useEffect(() => {
    if (!chart.current || !strip.current || !ladder.current) return undefined;
    const opened = openChartSession({
      element: chart.current,
      strip: strip.current,
      ladder: ladder.current,
      live,
      marketNow: () => latest.current,
      onReading: (reading) => useChartReport.setState({ reading }),
      onPick: (picked) => useChartReport.setState({ picked }),
      onPlace: pointAt,
      onClick: clickAt,
      onLadderRow: (pointed) => useLadder.setState({ pointed }),
      onProgress({ loading, problem }) {
        reportLoading(loading);
        reportProblem(problem);
      },
      onProblem: reportProblem,
      onLevel: (level) => useChartReport.setState({ level }),
      onBook: (book) => useChartReport.setState({ book }),
      onGrid: (grid) => useBook.setState({ grid }),
      onSight: (sight) => changeView({ sight }),
    });
    session.current = opened;
    opened.showInstant(useReplay.getState().at);
    setLimits({ playableUntil: () => opened.playableUntilMs, end: () => latest.current?.lastTime ?? Infinity });
    const unsubscribe = useReplay.subscribe(({ at }) => opened.showInstant(at));
    useChartSession.setState({ session: opened });
    return () => {
      unsubscribe();
      useChartSession.setState({ session: undefined });
      opened.close();
    };
  }, [live]);

  const place = usePlace((state) => state.place);
  useEffect(() => session.current?.setStanding(place === "map" ? "front" : "behind"), [place]);
  const surface = useSurface();
  const palette = useView((view) => view.palette);
  const unitKind = useUnitKind();
  useEffect(() => session.current?.setStyle(style), [style]);
  useEffect(() => session.current?.renewLook(), [surface, palette, unitKind]);
  useEffect(() => session.current?.setLayers(layers), [layers]);
  useEffect(() => session.current?.pickCluster(outlined), [outlined]);
  useEffect(() => {
    if (cluster) session.current?.bringIntoSight(cluster.price);
  }, [cluster]);
  useEffect(() => useChartReport.setState({ cluster: undefined }), [market?.id]);
  useEffect(() => session.current?.setPanes(panes), [panes]);
  useEffect(() => session.current?.setPriceShape(shape), [shape]);
  useEffect(() => session.current?.setMarks(marks), [marks]);
  useEffect(() => session.current?.setSpread(heatLayer === "modelled" ? spread : undefined), [spread, heatLayer]);
  useEffect(() => {
    const show = () => session.current?.setOrders(isReplaying ? undefined : ordersOf(market?.id));
    show();
    return useOrders.subscribe(show);
  }, [market?.id, isReplaying]);
  const filling = marketNow?.ready === true && isFilling(marketNow);
  useEffect(() => {
    if (showable && latest.current) session.current?.show(latest.current, { window, layer: heatLayer, age, sight: useView.getState().sight });
  }, [showable, window, filling, heatLayer, age]);

  const renew = useCallback(() => session.current?.renew(), []);
  useRequests(renew, filling);

  const { holes, openInterestHoles } = market ?? NO_HOLES;
  useEffect(() => session.current?.setHoles(holesOf({ holes, openInterestHoles })), [holes, openInterestHoles]);

  const lacking = useLacking(market, markets.markets);
  const lastMs = market?.lastTime ?? 0;
  const forms = source !== "replay";
  const lackSpans = useMemo(() => lacking.map((lack) => lackSpan(lack, { lastMs, forms })), [lacking, lastMs, forms]);
  useEffect(() => session.current?.setLacking(lackSpans), [lackSpans]);

  const { freshAt, stale, now } = useFreshness();
  const staleSince = stale ? freshAt : undefined;
  // Both change with everything that is heard, and each change is a frame of the map.
  const staleUntil = staleSince === undefined ? undefined : now;
  useEffect(() => {
    const isKnown = staleSince !== undefined && staleUntil !== undefined;
    const words = isKnown && `nothing since ${formatClock(staleSince)} ${formatZone(staleSince)}`;
    session.current?.setStale(words ? { sinceMs: staleSince, nowMs: staleUntil, words } : undefined);
  }, [staleSince, staleUntil]);

  return (
    <div
      className="stage"
      data-ladder={ladderShown}
      data-lanes={marks.includes("sessions") || marks.includes("quiet")}
      data-compact={compact}
      data-stale={stale}
      data-replay={isReplaying}
    >
      <div className="chart" ref={chart} role="group" aria-label="Map of price and time" aria-describedby="chart-summary" />
      <ChartSummary />
      <p className="unseen" role="status">
        {lackSpans.at(-1)?.words}
      </p>
      <div className="strip" ref={strip} aria-label={heatLayer === "measured" ? "Measured levels now" : "Estimated levels now"} role="img" />
      <div className="ladder" ref={ladder} aria-label="Order book now, in the rows of the map" role="img" />
      {market?.ready && showsConsensus && heatLayer === "modelled" && (
        <Suspense fallback={null}>
          <ConsensusLayer market={market} />
        </Suspense>
      )}
      {market && ladderShown === "shown" && <LadderNotes market={market} />}
      {market?.ready && source && source !== "live" && <SourceMark source={source} />}
      <ReplayMark />
      {market?.ready && <Readout market={market} spread={heatLayer === "modelled" ? spread : undefined} layer={heatLayer} />}
      {market?.ready && (
        <div className="stage-legend">
          {compact && <HeatScale />}
          <MeasuredLegend length={compact ? "short" : "full"} />
          <RealisedLegend length={compact ? "short" : "full"} />
          <SweptLegend length={compact ? "short" : "full"} />
          <ConsensusLegend length={compact ? "short" : "full"} />
        </div>
      )}
      {market?.ready && <Explained market={market} compact={compact} />}
      <MarketState markets={markets} market={market} />
      <a
        className="chart-credit"
        href="https://www.tradingview.com/"
        target="_blank"
        rel="noreferrer"
        title="Drawn with TradingView Lightweight Charts™, © TradingView, Inc."
      >
        TradingView
      </a>
    </div>
  );
}
