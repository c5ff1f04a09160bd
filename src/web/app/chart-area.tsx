import { Suspense, lazy, useCallback, useEffect, useRef } from "react";
import { formatClock, formatStretch, formatZone } from "#web/ui/format.ts";
import { deferred } from "#web/ui/deferred.tsx";
import { ChartSummary } from "./chart-summary.tsx";
import { type ChartSession, openChartSession } from "./chart-session.ts";
import { Explained } from "./explained.tsx";
import { ConsensusLegend, MeasuredLegend, RealisedLegend, SweptLegend } from "./layer-legends.tsx";
import type { LiveConnection } from "./live-connection.ts";
import { useLive } from "./live-store.ts";
import { useLadder } from "./ladder-store.ts";
import { MarketState } from "./market-state.tsx";
import { Readout } from "./readout.tsx";
import { isFilling } from "./scene.ts";
import { SourceMark } from "./source-mark.tsx";
import { useSurface } from "./page-look.ts";
import { useChartSession } from "./chart-session-store.ts";
import { clickAt, pointAt } from "./tool-store.ts";
import { useBook } from "./book-store.ts";
import { ordersOf, useOrders } from "./order-book-store.ts";
import { useLadderShown } from "./use-ladder-shown.ts";
import { reportProblem, useChartReport } from "./reading-store.ts";
import { useFreshness } from "./use-freshness.ts";
import { useHeatLayer, useHeatStyle, useLayerStyle } from "./use-heat-style.ts";
import { ReplayMark } from "./replay/replay-mark.tsx";
import { setLimits, useIsReplaying, useReplay } from "./replay/replay-store.ts";
import { useLiveMarket, useMarket, useMarkets } from "./use-markets.ts";
import { useSpread } from "./use-spread.ts";
import { useRequests } from "./use-requests.ts";
import { useView } from "./view-store.ts";
import { useUnitKind } from "./amount-terms.tsx";

const LadderNotes = deferred(async () => (await import("./ladder-notes.tsx")).LadderNotes);
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
        useChartReport.setState({ tilesLoading: loading });
        reportProblem(problem);
      },
      onProblem: reportProblem,
      onLevel: (level) => useChartReport.setState({ level }),
      onBook: (book) => useChartReport.setState({ book }),
      onGrid: (grid) => useBook.setState({ grid }),
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
    if (showable && latest.current) session.current?.show(latest.current, { window, layer: heatLayer, age });
  }, [showable, window, filling, heatLayer, age]);

  const renew = useCallback(() => session.current?.renew(), []);
  useRequests(renew, filling);

  const holes = market?.holes;
  useEffect(
    () => session.current?.setHoles((holes ?? []).map(({ from, to }) => ({ fromMs: from, toMs: to, words: `no data ${formatStretch(from, to)}` }))),
    [holes],
  );

  const { freshAt, stale, now } = useFreshness();
  useEffect(() => {
    const span =
      stale && freshAt !== undefined ? { sinceMs: freshAt, nowMs: now, words: `nothing since ${formatClock(freshAt)} ${formatZone(freshAt)}` } : undefined;
    session.current?.setStale(span);
  }, [freshAt, stale, now]);

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
          <MeasuredLegend length={compact ? "short" : "full"} />
          <RealisedLegend length={compact ? "short" : "full"} />
          <SweptLegend length={compact ? "short" : "full"} />
          <ConsensusLegend length={compact ? "short" : "full"} />
        </div>
      )}
      {market?.ready && <Explained market={market} compact={compact} />}
      <MarketState markets={markets} market={market} />
    </div>
  );
}
