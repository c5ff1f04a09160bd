import { Refusal } from "#simulator/wire/refusal.ts";

/** Bitget's refusals. Codes: bitget.com/api-doc/uta/error-code/restapi. */
export const refusal = (status: number, code: string, msg: string): Refusal => new Refusal(status, { code, msg, requestTime: 0, data: null });

export const unknownSymbol = (symbol: string): Refusal => refusal(400, "40034", `Parameter ${symbol} does not exist`);
export const badParameter = (name: string): Refusal => refusal(400, "40017", `Parameter verification failed ${name}`);
export const missingParameter = (name: string): Refusal => refusal(400, "40019", `Parameter ${name} cannot be empty`);

const tooMany = (): Refusal => refusal(429, "429", "Too Many Requests");

export const REFUSALS = {
  unknownPath: () => refusal(404, "40404", "Request URL NOT FOUND"),
  tooMany,
  fault(status: number): Refusal {
    if (status === 429) return tooMany();
    if (status === 403 || status === 451)
      return refusal(
        status,
        "40103",
        "based on your IP address , it appears that you are located in a country or region where we are currently unable to provide services",
      );
    return refusal(status, "40015", "System is abnormal, please try again later");
  },
} as const;
