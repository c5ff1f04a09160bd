import { Refusal } from "#simulator/wire/refusal.ts";

/** An error in Binance's own words: `{"code":-1121,"msg":"Invalid symbol."}`. Codes: developers.binance.com, USD-M error codes. */
export const refusal = (code: number, msg: string, status = 400): Refusal => new Refusal(status, { code, msg });

export const missingParameter = (name: string): Refusal => refusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
export const badParameter = (name: string): Refusal => refusal(-1130, `Data sent for parameter '${name}' is not valid.`);
export const unknownPath = (path: string): Refusal => refusal(-5000, `Path ${path}, Method GET is invalid`, 404);
export const tooMany = (most: number): Refusal => refusal(-1003, `Too many requests; current limit is ${most} request weight per minute.`, 429);

/** What an injected status looks like: Binance's own errors, or the page of the proxy before it. */
export function refusalOf(status: number): Refusal {
  if (status === 429) return tooMany(2_400);
  if (status === 418)
    return refusal(
      -1003,
      "Way too much request weight used; IP banned until further notice. Please use WebSocket Streams for live updates to avoid bans.",
      418,
    );
  if (status === 451)
    return new Refusal(451, {
      code: 0,
      msg: "Service unavailable from a restricted location according to 'b. Eligibility' in https://www.binance.com/en/terms. Please contact customer service if you believe you received this message in error.",
    });
  return status >= 500
    ? new Refusal(status, "<html><head><title>Internal Server Error</title></head></html>")
    : refusal(-1000, "An unknown error occurred while processing the request.", status);
}
