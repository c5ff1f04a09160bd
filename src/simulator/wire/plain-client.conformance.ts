import { on, once } from "node:events";
import { WebSocket } from "ws";

export interface Message {
  readonly [field: string]: never;
}

/** A socket whose messages wait in a queue until they are asked for; every wait ends after ten seconds. */
export interface PlainLine {
  /** The next message as it came. */
  text(): Promise<string>;
  /** The next message, parsed. */
  next(): Promise<Message>;
  where(matches: (message: Message) => boolean): Promise<Message>;
  open(): Promise<unknown>;
  /** Resolves with the code of the end. */
  ended(): Promise<number>;
  /** Messages that come within so many ms. */
  within(ms: number): Promise<string[]>;
  send(message: unknown): void;
  close(): void;
}

/** Enough on a machine that is loaded ten times over. */
const PATIENCE_MS = 120_000;

export function connect(url: string): PlainLine {
  const socket = new WebSocket(url);
  const messages = on(socket, "message");
  const opened = once(socket, "open");
  const closed = once(socket, "close");
  opened.catch(() => undefined);
  closed.catch(() => undefined);
  const text = async (): Promise<string> => {
    const { value } = await patiently(messages.next(), "no message came");
    return (value as [Buffer])[0].toString("utf8");
  };
  const next = async () => JSON.parse(await text()) as Message;
  return {
    text,
    next,
    async where(matches) {
      for (;;) {
        const message = await next();
        if (matches(message)) return message;
      }
    },
    open: () => patiently(opened, "the line did not open"),
    ended: async () => ((await patiently(closed, "the line did not end")) as [number])[0],
    async within(ms) {
      const came: string[] = [];
      const listener = (data: Buffer) => came.push(data.toString("utf8"));
      socket.on("message", listener);
      await new Promise((resolve) => setTimeout(resolve, ms));
      socket.off("message", listener);
      return came;
    },
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    close: () => socket.terminate(),
  };
}

async function patiently<Value>(promise: Promise<Value>, complaint: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(complaint)), PATIENCE_MS)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: never;
}

export const get = async (url: string): Promise<PlainAnswer> => answerOf(await fetch(url));

export const post = async (url: string, body: unknown): Promise<PlainAnswer> =>
  answerOf(await fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }));

async function answerOf(response: Response): Promise<PlainAnswer> {
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  return { status: response.status, headers: response.headers, body: (isJson ? await response.json() : await response.text()) as never };
}
