/**
 * The coin behind a base asset and how many of it one quoted unit is. Cheap coins are listed by the thousand up to the ten million:
 * 1000PEPE, 10000LADYS, 1MBABYDOGE, SHIB1000; 1INCH and 4 are just names.
 */
export function coinOfBaseAsset(baseAsset: string): { coin: string; multiplier: number } {
  const [, factor, coin] = /^(10{3,7}|1M(?=[A-Z]{3}))([A-Z]\w*)$/.exec(baseAsset) ?? [];
  if (factor !== undefined) return { coin, multiplier: factor === "1M" ? 1_000_000 : Number(factor) };
  const [, name, behind] = /^([A-Z]{2,})(10{3,7})$/.exec(baseAsset) ?? [];
  return name === undefined ? { coin: baseAsset, multiplier: 1 } : { coin: name, multiplier: Number(behind) };
}
