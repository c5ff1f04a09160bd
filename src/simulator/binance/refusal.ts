/** An error in Binance's own words: `{"code":-1121,"msg":"Invalid symbol."}`. Codes: developers.binance.com, USD-M error codes. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(code: number, message: string, status = 400) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.status = status;
  }
}

export const missingParameter = (name: string): Refusal => new Refusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
export const badParameter = (name: string): Refusal => new Refusal(-1130, `Data sent for parameter '${name}' is not valid.`);
