/** Millions of dollars, as they are typed, in USD; undefined for what is no amount. */
export function floorOf(text: string): number | undefined {
  const millions = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && Number.isFinite(millions) && millions >= 0 ? millions * 1e6 : undefined;
}
