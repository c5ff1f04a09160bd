import type { AddressInfo } from "node:net";
import { AppError } from "#core/app-error.ts";
import { createApp } from "./app.ts";
import { closeServer } from "./close-server.ts";
import { rehearse } from "./rehearsal.ts";
import type { ServerOptions } from "./server-options.ts";

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface RunningServer {
  /** Address to open in a browser. */
  readonly url: string;
  /** Once all histories are there, answers what a page of a long window asks, so that it is quick when somebody opens one. See rehearsal.ts. */
  rehearse(signal: AbortSignal): Promise<void>;
  /** Ends every connection, streams included; what is being answered has a second. */
  close(): Promise<void>;
}

/** Listens. Rejects with `unavailable` when the port is taken, not allowed, or the host is not this machine's. */
export async function startServer(options: ServerOptions, { host, port }: ListenOptions): Promise<RunningServer> {
  const app = await createApp(options);
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw refusalOf(error, { host, port });
  }
  const address = app.server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    rehearse: (signal) => rehearse(app, options.hub, signal),
    close: () => closeServer(app),
  };
}

/** Why an address cannot be listened on, in words. */
export function refusalOf(error: unknown, { host, port }: ListenOptions): AppError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = REFUSALS[code] ?? `cannot be listened on: ${error instanceof Error ? error.message : String(error)}`;
  return new AppError("unavailable", `${host}:${port} ${reason}`, { cause: error });
}

const REFUSALS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use by another program: stop it or choose another --port",
  EACCES: "may not be listened on: choose a --port above 1023",
  EADDRNOTAVAIL: "is not an address of this machine: choose another --host",
  ENOTFOUND: "is not an address of this machine: choose another --host",
};
