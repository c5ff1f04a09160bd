import { deferred } from "#web/ui/deferred.tsx";

/** Panels are opened after the map is there: what feeds them comes with the first. */
export const PanelHost = deferred(async () => (await import("./panel-host.tsx")).PanelHost, <p className="panel-state muted">Loading …</p>);
