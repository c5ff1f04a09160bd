import { Component, type ReactNode } from "react";
import type { Source } from "#wire/messages.ts";
import { SaidToBeOld } from "./panel-body.tsx";
import { formatClock, formatTime, formatZone } from "#web/ui/format.ts";

/** What a panel's figures stand on: the same for all panels of the page. */
export interface Standing {
  /** Undefined until the server has said. */
  readonly source: Source | undefined;
  /** When the connection to the server was lost, page clock; undefined: it is there. */
  readonly lostAt: number | undefined;
  /** The past instant that is replayed, epoch ms; undefined: what is shown is the newest. */
  readonly replayAt: number | undefined;
}

const SOURCES: Readonly<Record<Source, string | undefined>> = {
  live: undefined,
  simulated: "SIMULATED: made-up traders, no real market.",
  replay: "STORED HISTORY: nothing here is live.",
};

/** What has to be known of all of a panel's figures, a line each; none when they are live and the connection is there. */
export function standingLines({ source, lostAt, replayAt }: Standing): readonly { readonly role: "note" | "status"; readonly words: string }[] {
  const origin = source && SOURCES[source];
  return [
    ...(replayAt === undefined ? [] : [{ role: "note" as const, words: `REPLAY: as known at ${formatTime(replayAt)} ${formatZone(replayAt)}.` }]),
    ...(origin ? [{ role: "note" as const, words: origin }] : []),
    ...(lostAt === undefined
      ? []
      : [
          {
            role: "status" as const,
            words: `Reconnecting since ${formatClock(lostAt)} ${formatZone(lostAt)}: until then, what stands here is the last that came.`,
          },
        ]),
  ];
}

/** Around every panel: what its figures stand on, and what is said when it cannot be drawn at all. */
export function PanelFrame({ standing, children }: { readonly standing: Standing; readonly children: ReactNode }) {
  const lines = standingLines(standing);
  return (
    <div className="panel-frame">
      {lines.map(({ role, words }) => (
        <p key={words} className="panel-standing" role={role} data-lost={role === "status"}>
          {words}
        </p>
      ))}
      <div className="panel-content">
        <SaidToBeOld value={standing.lostAt !== undefined}>
          <PanelFall>{children}</PanelFall>
        </SaidToBeOld>
      </div>
    </div>
  );
}

interface Fallen {
  readonly reason: string | undefined;
}

/** A panel whose code does not come, or that fails, takes neither the map nor the other panels with it. */
class PanelFall extends Component<{ readonly children: ReactNode }, Fallen> {
  override state: Fallen = { reason: undefined };

  static getDerivedStateFromError(error: unknown): Fallen {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.reason === undefined) return this.props.children;
    return (
      <div className="panel-state" role="alert">
        <p>This panel could not be opened: {this.state.reason}. The map and the other panels go on.</p>
        <button type="button" className="picker panel-again" onClick={() => location.reload()}>
          Load the page again
        </button>
      </div>
    );
  }
}
