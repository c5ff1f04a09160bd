import type { StatusMessage } from "#wire/health.ts";
import type { ServerMessage } from "#wire/messages.ts";
import { statusChanges } from "#wire/status-changes.ts";

/** Tells the clients of the stream every few seconds how everything is: made and written once for all of them. */
export interface StatusDesk {
  /** Returns the end of the telling. */
  join(client: StatusClient): () => void;
}

export interface StatusClient {
  /** It can make a whole of what has changed. */
  readonly takesChanges: () => boolean;
  /** It is left out for now, and told the whole when it can listen again. */
  readonly congested: () => boolean;
  readonly send: (text: string) => void;
}

const EVERY_MS = 5_000;

/** Nothing is made while nobody listens. */
export function createStatusDesk(statusNow: () => StatusMessage): StatusDesk {
  /** The telling in which each was last told; who has only come: none. */
  const toldIn = new Map<StatusClient, number>();
  let telling = 0;
  let before: StatusMessage | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  function tell() {
    const status = statusNow();
    const whole = writtenOnce(() => ({ type: "status", status }));
    const changes = before && writtenOnce(changesSince(before, status));
    telling++;
    for (const [client, last] of toldIn) {
      if (client.congested()) continue;
      client.send(changes && last === telling - 1 && client.takesChanges() ? changes() : whole());
      toldIn.set(client, telling);
    }
    before = status;
  }

  return {
    join(client) {
      toldIn.set(client, -1);
      timer ??= setInterval(tell, EVERY_MS);
      return () => {
        toldIn.delete(client);
        if (toldIn.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const changesSince = (before: StatusMessage, status: StatusMessage) => (): ServerMessage => ({
  type: "status-changes",
  changes: statusChanges(before, status),
});

function writtenOnce(make: () => ServerMessage): () => string {
  let text: string | undefined;
  return () => (text ??= JSON.stringify(make()));
}
