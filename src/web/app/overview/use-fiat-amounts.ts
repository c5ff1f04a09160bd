import { writeAmountsIn } from "#web/ui/amount.ts";
import { useView } from "#web/app/view/view-store.ts";

/** Amounts of many markets are money: dollars, or the person's own. */
export function useFiatAmounts(): void {
  const { unit, fiat } = useView();
  writeAmountsIn(unit === "fiat" && fiat ? { kind: "fiat", ...fiat } : { kind: "usd" });
}
