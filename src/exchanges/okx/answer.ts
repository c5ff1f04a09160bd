import { z } from "zod";
import type { Explanation } from "#exchanges/connection/rest-client.ts";

/** OKX's envelope. A refusal of the question itself travels as HTTP 200 with a code that is not "0". */
const envelopeSchema = z.object({ code: z.string(), msg: z.string() });

/** Codes of instruments that are not, or no longer, there. okx.com/docs-v5, error codes. */
const UNKNOWN_INSTRUMENT: ReadonlySet<string> = new Set(["51000", "51001", "51015"]);
const TOO_MANY_REQUESTS = "50011";
const PAUSE_MS = 2_000;

/** The answer with data of a shape. */
export const answerOf = <Data>(data: z.ZodType<Data>): z.ZodType<{ readonly data: Data }> => z.object({ data });

/** OKX's own words for a refusal, undefined for an answer. Below code 51000 OKX is at fault or busy, from there on the question is. */
export function explain(body: unknown): Explanation | undefined {
  const { data } = envelopeSchema.safeParse(body);
  if (data === undefined || data.code === "0") return undefined;
  const message = `${data.msg} (${data.code})`;
  if (UNKNOWN_INSTRUMENT.has(data.code)) return { message, code: "not-found" };
  if (data.code === TOO_MANY_REQUESTS) return { message, code: "unavailable", pauseMs: PAUSE_MS };
  return Number(data.code) < 51_000 ? { message, code: "unavailable", passes: true } : { message, code: "bad-input" };
}
