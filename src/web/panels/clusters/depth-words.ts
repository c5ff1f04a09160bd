import { decimal } from "#web/ui/locale.ts";
import type { DepthRatio } from "./cluster-rows.ts";

/** A cluster over the orders before it: `2.4×`, `0.03×`; `under 0.1×` where more rests there than is seen, to the next figure up, so that it holds. */
export function formatDepth({ times, is }: DepthRatio): string {
  if (is === "known") return times < LEAST ? `under ${decimal(LEAST, 2)}×` : `${decimal(times, digitsOf(times))}×`;
  const step = 10 ** -digitsOf(times);
  const above = Math.max(LEAST, Math.ceil(times / step - 1e-9) * step);
  return `under ${decimal(above, digitsOf(above))}×`;
}

const LEAST = 0.01;
const digitsOf = (times: number): number => (times < 0.0995 ? 2 : times < 9.95 ? 1 : 0);
