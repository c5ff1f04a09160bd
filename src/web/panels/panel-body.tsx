import { type ReactNode, createContext, useContext } from "react";
import { asSentence, formatAge, formatClock, formatZone } from "#web/ui/format.ts";
import { PanelLoading } from "./panel-loading.tsx";
import type { Loadable } from "./panel.ts";

export interface PanelBodyProps<Value> {
  readonly of: Loadable<Value>;
  readonly children: (value: Value) => ReactNode;
}

/** Whether somebody around has said already that what is shown is old: it is said once. */
export const SaidToBeOld = createContext(false);

/** What a panel shows while what it needs is on its way, not there, failed or old; else the panel itself. */
export function PanelBody<Value>({ of, children }: PanelBodyProps<Value>) {
  const isSaid = useContext(SaidToBeOld);
  if (of.state === "loading") return <PanelLoading />;
  if (of.state === "empty") return <p className="panel-state muted">{of.why}</p>;
  if (of.state === "error") {
    return (
      <p className="panel-state" role="alert">
        {asSentence(of.sentence)}. Since {formatClock(of.since)} {formatZone(of.since)}; the page tries again by itself.
      </p>
    );
  }
  return (
    <SaidToBeOld value={isSaid || of.stale}>
      {of.stale && !isSaid && (
        <p className="panel-stale" role="status">
          As of {formatClock(of.asOf)} {formatZone(of.asOf)}, {formatAge(Date.now() - of.asOf)} ago: nothing newer comes.
        </p>
      )}
      {children(of.value)}
    </SaidToBeOld>
  );
}
