import { Refusal } from "#simulator/wire/refusal.ts";

/** A body that is no known request. */
export const notARequest = (): Refusal => new Refusal(422, "Failed to deserialize the JSON body into the target type");
/** What is asked of a coin or account that there is none of. */
export const nothingThere = (): Refusal => new Refusal(500, null);

export const REFUSALS = {
  unknownPath: () => new Refusal(404, "Not Found"),
  tooMany: () => new Refusal(429, null),
  fault: (status: number) => new Refusal(status, status === 429 || status >= 500 ? null : "Forbidden"),
} as const;
