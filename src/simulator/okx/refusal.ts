import { Refusal } from "#simulator/wire/refusal.ts";

/** OKX's refusals: `{"code":"51001","msg":"...","data":[]}`. Codes: okx.com/docs-v5/en/#error-code. */
export const refusal = (code: string, msg: string, status = 200): Refusal => new Refusal(status, { code, msg, data: [] });

export const badParameter = (name: string): Refusal => refusal("51000", `Parameter ${name} error`, 400);
export const missingParameter = (name: string): Refusal => refusal("50014", `Parameter ${name} cannot be empty.`, 400);
export const unknownInstrument = (): Refusal => refusal("51001", "Instrument ID or Spread ID doesn't exist.");

export const REFUSALS = {
  unknownPath: () => new Refusal(404, { code: "404", msg: "Not Found", data: {} }),
  tooMany: () => refusal("50011", "Too Many Requests", 429),
  fault(status: number): Refusal {
    if (status === 429) return refusal("50011", "Too Many Requests", 429);
    if (status === 503) return refusal("50001", "Service temporarily unavailable. Please try again later.", 503);
    if (status >= 500) return refusal("50026", "System error. Please try again later.", status);
    return new Refusal(status, `<html><head><title>${status}</title></head><body>Access denied</body></html>`);
  },
} as const;
