import { readFile } from "node:fs/promises";
import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { FEED_SAMPLINGS, type Instrument } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";

const Name = z.string().min(1);
const EpochMs = z.number().int().positive().transform(asMs);

const InstrumentFile = z.object({
  exchange: Name,
  symbol: Name,
  coin: Name,
  contract: z.enum(["linear", "inverse"]),
  contractSize: z.number().positive(),
  tickSize: z.number().positive(),
  marginModel: Name,
  ladderPrior: Name.exactOptional(),
  priceMultiplier: z.number().positive().exactOptional(),
  liquidationFeed: z.object({ exchanges: z.array(Name), sampling: z.enum(FEED_SAMPLINGS) }).exactOptional(),
  expiry: EpochMs.exactOptional(),
  listing: z
    .object({
      quote: Name,
      settle: Name,
      maxLeverage: z.number().positive().exactOptional(),
      sizeStep: z.number().positive().exactOptional(),
      fundingIntervalMs: z.number().positive().transform(asMs).exactOptional(),
      endsAt: EpochMs.exactOptional(),
    })
    .exactOptional(),
}) satisfies z.ZodType<Instrument>;

/** Reads `instrument.json` of a market folder. Whatever is wrong in it is one `bad-input` sentence that names every field at fault. */
export async function readInstrumentFile(path: string): Promise<Instrument> {
  const text = await readFile(path, "utf8");
  const parsed = InstrumentFile.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path: field, message }) => {
    const name = field.join(".");
    return name === "" ? message : `${name} on line ${lineOfField(text, String(field[0]))}: ${message}`;
  });
  throw new AppError("bad-input", `${path}: ${problems.join("; ")}.`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new AppError("bad-input", `${path}: not valid JSON (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
  }
}

/** Line of the field's name, or the first line when the field is absent. */
function lineOfField(text: string, field: string): number {
  const at = text.indexOf(`"${field}"`);
  return at < 0 ? 1 : text.slice(0, at).split("\n").length;
}
