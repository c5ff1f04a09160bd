import { useContext } from "react";
import { prepare } from "#web/app/navigation.ts";
import { useView } from "#web/app/view/view-store.ts";
import { Closing } from "#web/ui/opener.ts";
import { addressOfOverview } from "./overview-address.ts";

const load = () => prepare("overview");

/** Leads to the page of every coin; it opens before the map, which stays as it is. */
export function OverviewLink({ place }: { readonly place: "bar" | "list" }) {
  const address = useView((view) => addressOfOverview(view));
  const shut = useContext(Closing);
  return (
    <a className="picker overview-link" href={address} aria-keyshortcuts="o" onPointerEnter={load} onFocus={load} onClick={shut}>
      {place === "list" ? "All coins: Overview" : "Overview"}
    </a>
  );
}
