import { z } from "zod";
import type { AgeBand } from "#core/age-band.ts";
import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { STOCK_LAYERS, type StockLayer } from "#core/layer.ts";
import { bandedBook } from "#pipeline/book.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { PastBook } from "#pipeline/past/book-at.ts";
import type { Past } from "#pipeline/past/past-desk.ts";
import { levelsOfBand } from "#insight/age-bands.ts";
import { type LevelsGrid, encodeLevelsFrame } from "#wire/frames.ts";
import { type SpreadMessage, levelsReplySchema } from "#wire/messages.ts";
import { provenanceOf, stampAge } from "#server/as-of.ts";
import { findBook, findMarket, marketParams } from "#server/find-market.ts";
import { type BandMessage, bandsOfBook, spreadMessage } from "#server/book-bands.ts";
import { instantSchema, noMapThen, pastOf } from "#server/instant.ts";
import { gridOfBook, levelsOfGrid } from "#server/levels-grid.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";
import { ageSchema } from "./tiles.ts";

export const levelsQuerySchema = z.object({
  rowsPerCell: z.coerce
    .number("a whole number")
    .int("a whole number")
    .min(1, "at least 1")
    .max(100, "at most 100")
    .default(5)
    .describe("Rows of 2 bp summed to one level"),
  reach: z.coerce.number("a fraction").gt(0, "above 0").max(0.6, "at most 0.6").default(0.2).describe("Within +- this fraction of the mark"),
});
const modelledSchema = z
  .literal("modelled", "only modelled; what was measured is at .../levels/measured, what was printed at .../liquidations")
  .default("modelled")
  .describe("What is answered; the other layers have routes of their own");
const pastDescription =
  "With `at`: as of the newest column that had ended then, each value within 3.5 %, in cells as fine as that column's. Beyond the reach of fine columns the newest coarser one stands.";

/** Level of detail whose columns ages are told by: five minutes, in cells as high as levels are by default. */
const AGE_LEVEL = 1;

/** GET /v1/markets/:exchange/:symbol/levels: the book now or at an earlier instant, in USD. `levels/grid`: the same at an instant, for pages that play time. */
export function levelRoutes(app: RouteScope, options: RouteOptions): void {
  const { hub, ages } = options;

  async function ofAge(market: InstrumentId, grid: LevelsGrid, band: AgeBand | undefined): Promise<LevelsGrid> {
    if (band === undefined) return grid;
    const column = columnIndexOf(HEAT_LEVELS[AGE_LEVEL], grid.time - 1);
    return levelsOfBand(grid, await ages.least(market, { layer: grid.layer, level: AGE_LEVEL, column, mark: grid.mark, band }), band);
  }

  app.get(
    "/v1/markets/:exchange/:symbol/levels",
    {
      schema: {
        tags: ["v1"],
        summary: "Estimated liquidation levels now or then (modelled layer)",
        description: pastDescription,
        params: z.object(marketParams),
        querystring: levelsQuerySchema.extend({ at: instantSchema, age: ageSchema, layer: modelledSchema }),
        response: { 200: levelsReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      void reply.header("cache-control", "no-cache");
      const past = pastOf(options, query.at);
      const { market, book, model, ...known } = past ? await pastBook(past, params, query) : bookNow(params, query.reach);
      const { time, mark, openInterestUsd } = book.snapshot;
      const levels = levelsOfGrid(await ofAge(market.id, gridOfBook(book, query), query.age), query.reach);
      const { rowsPerCell, age = null } = query;
      return {
        ...provenanceOf(past?.hub ?? hub, time),
        market: market.id,
        layer: book.layer,
        model,
        time,
        mark,
        openInterestUsd,
        rowsPerCell,
        age,
        levels,
        ...known,
      };
    },
  );

  function bookNow(params: { exchange: string; symbol: string }, reach: number) {
    const { market, book, model } = findBook(hub, params);
    return {
      market,
      book,
      model,
      explainedShare: book.snapshot.explainedShare,
      bands: bandsOfBook(book, reach),
      spread: spreadMessage({ ...book.spread(), mark: book.snapshot.mark }, reach),
    };
  }

  app.get(
    "/v1/markets/:exchange/:symbol/levels/grid",
    {
      schema: {
        tags: ["v1"],
        summary: "Levels at an instant as one binary levels frame, by side and tier (octet stream)",
        description: `${pastDescription} No content where nothing is stored of then.`,
        params: z.object(marketParams),
        querystring: levelsQuerySchema.extend({ at: instantSchema.unwrap(), age: ageSchema, layer: z.enum(STOCK_LAYERS).default("modelled") }),
      },
    },
    async ({ params, query }, reply) => {
      const past = pastOf(options, query.at) as Past;
      const market = findMarket(past.hub, params);
      const book = await past.book(market, query);
      void reply.header("cache-control", "no-cache");
      if (book === undefined) return reply.status(204).send();
      stampAge(reply, past.hub, book.snapshot.time);
      void reply.header("x-powderkeg-layer", book.layer).type("application/octet-stream");
      return reply.send(encodeLevelsFrame(0, await ofAge(market.id, gridOfBook(book, query), query.age), undefined));
    },
  );
}

interface PastLevels<L extends StockLayer> {
  readonly market: MarketView;
  readonly book: PastBook<L>;
  readonly model: string;
  readonly explainedShare: null;
  readonly bands: BandMessage[];
  readonly spread: SpreadMessage | null;
}

/** Throws `not-found` where no column is stored. */
async function pastBook<L extends StockLayer>(
  past: Past,
  params: { exchange: string; symbol: string },
  asked: { readonly layer: L; readonly reach: number },
): Promise<PastLevels<L>> {
  const market = findMarket(past.hub, params);
  const [book, spread] = await Promise.all([past.book(market, asked), asked.layer === "modelled" ? past.spread(market) : undefined]);
  if (book === undefined) throw noMapThen(market, past.hub.now());
  const banded = spread && bandedBook(book.snapshot, spread);
  return {
    market,
    book,
    model: past.hub.model(market.id) ?? "",
    explainedShare: null,
    bands: banded ? bandsOfBook(banded, asked.reach) : [],
    spread: spread ? spreadMessage(spread, asked.reach) : null,
  };
}
