import type { CandleEvent, MarkEvent, MarketEvent } from "#core/events.ts";
import { type InstrumentId, instrumentId, type Instrument } from "#core/instrument.ts";
import { LAYERS } from "#core/layer.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs, type Ms } from "#core/units.ts";
import type { MarkSource } from "#engine/estimator.ts";
import type { LadderWeights } from "#engine/ladder-weights.ts";
import type { ExchangeDeclaration } from "#exchanges/exchange.ts";
import { labelOfExchange } from "#exchanges/registry.ts";
import { type BookGrounds, reliabilityOf } from "#engine/uncertainty/reliability.ts";
import type { HeatRange } from "#insight/heat-range.ts";
import type { Store } from "#storage/store.ts";
import type { Book } from "./book.ts";
import { finestLevelOf } from "./columns/closing-columns.ts";
import type { Clock } from "./clock.ts";
import { createDayChange } from "./day-change.ts";
import type { Ending } from "./listing/listing-changes.ts";
import type { Hole } from "./history/market-holes.ts";
import type { OpenInterestHole } from "./history/open-interest-holes.ts";
import type { Backfill, MarketView } from "./market-view.ts";
import type { MeasuredBook } from "./measured/measured-book.ts";
import { measuredView } from "./measured/measured-view.ts";

/** The facts about one market that people see, gathered as they arrive. */
export interface MarketState {
  backfill: Backfill;
  book: Book | undefined;
  /** End of the last closed column. */
  lastTime: number | undefined;
  stepMs: Ms;
  /** Name and version of the model, undefined until the run is open. */
  model: string | undefined;
  /** What swept the last column, undefined before the first. */
  markSource: MarkSource | undefined;
  /** The model's ladder now; undefined until there is a map. */
  weights: () => LadderWeights | undefined;
  /** Undefined: nothing is said of an end. */
  ending: Ending | undefined;
  /** Densities between which the colours run, undefined before the history is done. */
  heatRange: HeatRange | undefined;
  /** What is shown is a preview. */
  provisional: boolean;
  holes: () => readonly Hole[];
  openInterestHoles: () => readonly OpenInterestHole[];
  /** The newest book of the measured layer. */
  measured: () => MeasuredBook | undefined;
  /** Share of forced volume that the liquidation feed is taken to print, undefined before the first book. */
  printedShare: number | undefined;
  /** What the newest book rests on, undefined before the first. */
  grounds: BookGrounds | undefined;
  /** Takes the prices of live events over. */
  observe(event: MarketEvent): void;
  /** Takes a closed bar of traded price over. */
  close(bar: CandleEvent): void;
  /** Reads the last day and the extent of the map from the store. */
  load(store: Store): Promise<void>;
  view(): MarketView;
}

/** What the ticker says of the interval beats the listing, which is as old as the start. */
function fundingOf({ fundingRate, nextFundingTime, fundingIntervalMs }: MarkEvent, { listing }: Instrument): MarketView["funding"] {
  if (fundingRate === undefined) return null;
  return { rate: fundingRate, nextTime: nextFundingTime ?? null, intervalMs: fundingIntervalMs ?? listing?.fundingIntervalMs ?? null };
}

/** `exchange` is undefined where stored history is all there is: its newest data is never late. */
export function createMarketState(instrument: Instrument, exchange: ExchangeDeclaration | undefined, clock: Clock): MarketState {
  const id = instrumentId(instrument);
  const dayChange = createDayChange();
  let price: { readonly time: number; readonly value: number } | undefined;
  let priceIsMark = false;
  let funding: MarketView["funding"] = null;
  let firstTime: number | undefined;
  let firstPrintTime: number | undefined;
  let wasMeasured = false;
  const liquidationFeed = instrument.liquidationFeed ?? (exchange && { exchanges: [exchange.id], sampling: exchange.liquidations.sampling });

  const stepsLate = ({ backfill, lastTime, stepMs, ending }: MarketState) =>
    exchange && ending?.isOver !== true && backfill.state === "done" && lastTime !== undefined ? Math.max(0, (clock.now() - lastTime) / stepMs) : 0;

  const state: MarketState = {
    backfill: { state: "waiting", progress: 0 },
    book: undefined,
    lastTime: undefined,
    stepMs: MINUTE_MS,
    model: undefined,
    markSource: undefined,
    weights: () => undefined,
    ending: undefined,
    heatRange: undefined,
    provisional: false,
    holes: () => [],
    openInterestHoles: () => [],
    measured: () => undefined,
    printedShare: undefined,
    grounds: undefined,
    observe(event) {
      if (event.kind === "liquidation") firstPrintTime ??= event.time;
      else if (event.kind === "open-interest") firstTime ??= event.time;
      else if (event.kind === "mark") {
        price = { time: event.time, value: event.mark };
        priceIsMark = true;
        if (event.fundingRate !== undefined) funding = fundingOf(event, instrument);
      } else if (event.kind === "candle" && event.price === "last" && !priceIsMark) price = { time: event.openTime, value: event.close };
    },
    close: (bar) => dayChange.push(bar.openTime + bar.intervalMs, bar.close),
    async load(store) {
      firstTime = await mapBegin(store, id);
      firstPrintTime = (await store.extent(id, "liquidation"))?.from ?? firstPrintTime;
      wasMeasured = (await store.lastColumn(id, { layer: "measured", level: 0 })) !== undefined;
      const end = (await store.extent(id, "candle"))?.to;
      if (end === undefined) return;
      for (const bar of await store.candles(id, state.stepMs, { from: asMs(end - DAY_MS - HOUR_MS), to: asMs(end + HOUR_MS) })) {
        state.close(bar);
        state.observe(bar);
      }
      for await (const events of store.readEvents(id, ["candle"], { from: asMs(end - HOUR_MS), to: asMs(end + HOUR_MS) }))
        priceIsMark ||= events.some((event) => event.kind === "candle" && event.price === "mark");
    },
    view() {
      const measured = state.measured();
      const snapshot = state.book?.snapshot;
      const mark = priceIsMark && price === undefined ? snapshot?.mark : (price?.value ?? snapshot?.mark);
      const time = price?.time ?? snapshot?.time;
      return {
        id,
        exchange: instrument.exchange,
        exchangeLabel: exchange?.label ?? labelOfExchange(instrument.exchange),
        symbol: instrument.symbol,
        coin: instrument.coin,
        contract: instrument.contract,
        expiry: instrument.expiry ?? null,
        ending: state.ending ?? null,
        tickSize: instrument.tickSize,
        stepMs: state.stepMs,
        heatRange: state.heatRange ?? null,
        finestLevel: finestLevelOf(state.stepMs),
        mark: mark ?? null,
        change24h: (mark !== undefined && time !== undefined ? dayChange.at(time, mark) : undefined) ?? null,
        openInterestUsd: snapshot?.openInterestUsd ?? null,
        funding,
        explainedShare: snapshot?.explainedShare ?? null,
        reliability: state.grounds ? reliabilityOf({ ...state.grounds, markKnown: state.markSource !== "last", stepsLate: stepsLate(state) }) : null,
        thinBelowUsd: null,
        priceIsMark,
        markSource: state.markSource ?? null,
        firstTime: firstTime ?? null,
        lastTime: state.lastTime ?? null,
        ready: state.lastTime !== undefined,
        provisional: state.provisional,
        backfill: state.backfill,
        holes: state.holes(),
        openInterestHoles: state.openInterestHoles(),
        printedShare: state.printedShare ?? null,
        layers: LAYERS.filter((layer) => layer === "modelled" || (layer === "realised" ? exchange || firstPrintTime !== undefined : wasMeasured || measured)),
        measured: measured ? measuredView(measured) : null,
        liquidationFeed: liquidationFeed ?? null,
        firstPrintTime: firstPrintTime ?? null,
        members: null,
      };
    },
  };
  return state;
}

/** Samples that were fetched of the time before the first bar are not of the map. */
async function mapBegin(store: Store, id: InstrumentId): Promise<Ms | undefined> {
  const [samples, bars] = await Promise.all([store.extent(id, "open-interest"), store.extent(id, "candle")]);
  return samples && asMs(Math.max(samples.from, bars?.from ?? 0));
}
