import { Refusal } from "#simulator/wire/refusal.ts";

/** Bybit's refusals come with HTTP 200 and a `retCode`. Codes: bybit-exchange.github.io/docs/v5/error. */
export const refusal = (retCode: number, retMsg: string): Refusal => new Refusal(200, { retCode, retMsg, result: {}, retExtInfo: {} });

export const badParameter = (what: string): Refusal => refusal(10_001, `params error: ${what}`);

/** An address that asks too often is turned away with 403 before anything reads its request. Source: docs/v5/rate-limit. */
const tooFrequent = (): Refusal => new Refusal(403, "<html><body>403, access too frequent</body></html>");
const BLOCKED_COUNTRY =
  "<html><head><title>ERROR: The request could not be satisfied</title></head><body>The Amazon CloudFront distribution is configured to block access from your country.</body></html>";

export const REFUSALS = {
  unknownPath: () => new Refusal(404, "<html><body>404 page not found</body></html>"),
  tooMany: tooFrequent,
  fault(status: number): Refusal {
    if (status === 403) return new Refusal(403, BLOCKED_COUNTRY);
    if (status === 429) return new Refusal(429, { retCode: 10_006, retMsg: "Too many visits!", result: {}, retExtInfo: {} });
    return new Refusal(status, `<html><body>${status}</body></html>`);
  },
} as const;
