import { useView } from "#web/app/view-store.ts";
import { addressOfOverview } from "./overview-address.ts";

/** Leads to the page of every coin; the way back is the browser's. */
export function OverviewLink({ place }: { readonly place: "bar" | "list" }) {
  const address = useView((view) => addressOfOverview(view));
  return (
    <a className="picker overview-link" href={address} aria-keyshortcuts="o">
      {place === "list" ? "All coins: Overview" : "Overview"}
    </a>
  );
}
