import type { LinePlan } from "./feed-plan.ts";

/** Spreads a line's subscriptions over as many as it needs to carry `most` each. The address may depend on what is carried. */
export function splitLine(
  { name, subscriptions, url }: Omit<LinePlan, "url"> & { readonly url: (carried: LinePlan["subscriptions"]) => string },
  most: number,
): readonly LinePlan[] {
  const plans: LinePlan[] = [];
  for (let start = 0; start < subscriptions.length; start += most) {
    const carried = subscriptions.slice(start, start + most);
    plans.push({ name: plans.length === 0 ? name : `${name} ${plans.length + 1}`, url: url(carried), subscriptions: carried });
  }
  return plans;
}
