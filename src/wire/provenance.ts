import { z } from "zod";

export const sourceSchema = z.enum(["live", "simulated", "replay"]).describe("simulated: made by the built-in market, no real exchange");
export type Source = z.infer<typeof sourceSchema>;

/** What every reply says of itself. */
export const provenance = {
  source: sourceSchema,
  asOf: z.number().describe("Epoch ms of the newest data in this reply"),
  staleMs: z.number().describe("How old that is by the server's clock; of a replay, by the end of its data"),
};
