import type { ColumnFrame, LevelsFrame } from "#wire/frames.ts";
import type { ServerMessage } from "#wire/messages.ts";
import { type StreamClient, type StreamState, openStream } from "#web/data/stream-client.ts";
import { takeMessage, useLive } from "./live-store.ts";

/** What a chart hears of the stream. */
export interface LiveListener {
  readonly onFrame: (frame: ColumnFrame | LevelsFrame) => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** The stream is back after a gap: what came in between has to be fetched. */
  readonly onResumed: () => void;
}

export interface LiveConnection {
  readonly stream: StreamClient;
  listen(listener: LiveListener): () => void;
}

let opened: LiveConnection | undefined;

/** The session's one stream, opened by whichever page comes first: messages go to the live store, then to whoever listens. */
export const liveConnection = (): LiveConnection => (opened ??= openLiveConnection());

function openLiveConnection(): LiveConnection {
  const listeners = new Set<LiveListener>();
  let times = 0;
  const address = new URL("/v1/stream", window.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const stream = openStream(address.href, {
    onState(state: StreamState) {
      useLive.setState(({ lostAt }) => ({ stream: state, lostAt: state === "reconnecting" ? (lostAt ?? Date.now()) : undefined }));
      if (state === "open" && times++ > 0) for (const listener of listeners) listener.onResumed();
    },
    onMessage(message) {
      takeMessage(message);
      for (const listener of listeners) listener.onMessage(message);
    },
    onFrame(frame) {
      for (const listener of listeners) listener.onFrame(frame);
    },
  });
  return {
    stream,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
