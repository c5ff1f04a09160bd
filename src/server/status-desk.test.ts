import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StatusMessage } from "#wire/health.ts";
import type { ServerMessage } from "#wire/messages.ts";
import { statusAfter } from "#wire/status-changes.ts";
import { createStatusDesk } from "./status-desk.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Of a server that has done so many things. */
const statusOf = (asOf: number) => ({ now: asOf * 5_000, asOf, feeds: [], markets: [], reliability: [] }) as unknown as StatusMessage;

function open() {
  let made = 0;
  const desk = createStatusDesk(() => statusOf(++made));
  const join = ({ takesChanges }: { takesChanges: boolean }) => {
    const client = { takesChanges, congested: false, heard: [] as ServerMessage["type"][], status: undefined as StatusMessage | undefined };
    const leave = desk.join({
      takesChanges: () => client.takesChanges,
      congested: () => client.congested,
      send(text) {
        const message = JSON.parse(text) as ServerMessage;
        client.heard.push(message.type);
        if (message.type === "status") client.status = message.status;
        else if (message.type === "status-changes" && client.status) client.status = statusAfter(client.status, message.changes);
      },
    });
    return Object.assign(client, { leave });
  };
  return { join, made: () => made };
}
const beat = (times = 1) => vi.advanceTimersByTime(5_000 * times);

test("who takes changes hears the whole once, then changes; who comes late too; who does not, always the whole", () => {
  const { join } = open();
  const [one, plain] = [join({ takesChanges: true }), join({ takesChanges: false })];
  beat(2);
  const late = join({ takesChanges: true });
  beat(2);
  expect(one.heard).toEqual(["status", "status-changes", "status-changes", "status-changes"]);
  expect(late.heard).toEqual(["status", "status-changes"]);
  expect(plain.heard).toEqual(["status", "status", "status", "status"]);
  for (const client of [one, late, plain]) expect(client.status).toEqual(statusOf(4));
});

test("a client that could not listen for a while hears the whole again", () => {
  const { join } = open();
  const one = join({ takesChanges: true });
  beat(2);
  one.congested = true;
  beat();
  one.congested = false;
  beat(2);
  expect(one.heard).toEqual(["status", "status-changes", "status", "status-changes"]);
  expect(one.status).toEqual(statusOf(5));
});

test("a client may begin to take changes at any time", () => {
  const { join } = open();
  const one = join({ takesChanges: false });
  beat(2);
  one.takesChanges = true;
  beat();
  expect(one.heard).toEqual(["status", "status", "status-changes"]);
  expect(one.status).toEqual(statusOf(3));
});

test("it is made once for all, and not at all while nobody listens", () => {
  const { join, made } = open();
  const clients = [join({ takesChanges: true }), join({ takesChanges: false }), join({ takesChanges: true })];
  beat(3);
  expect(made()).toBe(3);
  for (const { leave } of clients) leave();
  beat(3);
  expect(made()).toBe(3);
  const back = join({ takesChanges: true });
  beat(2);
  expect(back.heard).toEqual(["status", "status-changes"]);
  expect(back.status).toEqual(statusOf(5));
});
