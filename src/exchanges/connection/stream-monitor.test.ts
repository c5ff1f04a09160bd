import { expect, test } from "vitest";
import { createHandClock } from "./hand-clock.conformance.ts";
import { createStreamMonitor } from "./stream-monitor.ts";

function open(staleAfterMs: number | undefined) {
  const clock = createHandClock(1_000);
  return { clock, monitor: createStreamMonitor({ stream: "mark", instrument: "x:Y", staleAfterMs }, clock) };
}

test("is connecting until it ticks, then live, then stale", async () => {
  const { clock, monitor } = open(10_000);
  expect(monitor.health()).toMatchObject({ state: "connecting", lastMessageAt: undefined, messages: 0 });
  monitor.opened();
  expect(monitor.health().state).toBe("connecting");
  monitor.received();
  expect(monitor.health()).toMatchObject({ state: "live", lastMessageAt: 1_000, messages: 1 });
  await clock.advance(10_001);
  expect(monitor.health().state).toBe("stale");
  monitor.received();
  expect(monitor.health().state).toBe("live");
});

test("loses patience ever later, until a message restores it", async () => {
  const { clock, monitor } = open(10_000);
  monitor.opened();
  await clock.advance(10_001);
  expect(monitor.losesPatience()).toBe(true);
  expect(monitor.losesPatience()).toBe(false);
  await clock.advance(10_000);
  expect(monitor.losesPatience()).toBe(true);
  monitor.received();
  await clock.advance(10_001);
  expect(monitor.losesPatience()).toBe(true);
});

test("a stream that may be silent is live as soon as its line is, for ever", async () => {
  const { clock, monitor } = open(undefined);
  monitor.opened();
  await clock.advance(86_400_000);
  expect(monitor.health().state).toBe("live");
  expect(monitor.losesPatience()).toBe(false);
});

test("a silence in which others told what it should have is a failure, however long it may usually be silent", async () => {
  const { monitor, clock } = open(300_000);
  monitor.opened();
  monitor.received();
  await clock.advance(5_000);
  monitor.unheard();
  expect([monitor.health().state, monitor.losesPatience()]).toEqual(["live", false]);
  await clock.advance(6_000);
  monitor.unheard();
  expect([monitor.health().state, monitor.losesPatience(), monitor.losesPatience()]).toEqual(["stale", true, false]);
  monitor.received();
  await clock.advance(200_000);
  expect([monitor.health().state, monitor.losesPatience()]).toEqual(["live", false]);
});

test("counts returns, not planned changes of lines", () => {
  const { monitor } = open(10_000);
  monitor.opened();
  monitor.opened();
  expect(monitor.health().reconnects).toBe(0);
  monitor.down("broke");
  expect(monitor.health()).toMatchObject({ state: "connecting", problem: "broke" });
  monitor.opened();
  expect(monitor.health().reconnects).toBe(1);
});

test("counts what is lost and keeps the last reason", () => {
  const { monitor } = open(10_000);
  monitor.dropped("not JSON");
  monitor.gap("3 trades missing");
  monitor.closed();
  monitor.down("late news");
  expect(monitor.health()).toMatchObject({ dropped: 1, gaps: 1, problem: "3 trades missing", state: "closed" });
});

test.each([
  { isSampled: true, gaps: 1, problem: "nothing came for 125 s" },
  { isSampled: false, gaps: 0, problem: undefined },
])("a silence beyond its patience is a gap where only values of an instant are told: $isSampled", async ({ isSampled, gaps, problem }) => {
  const clock = createHandClock(1_000);
  const monitor = createStreamMonitor({ stream: "open-interest", instrument: "x:Y", staleAfterMs: 60_000, isSampled }, clock);
  monitor.opened();
  monitor.received();
  await clock.advance(60_000);
  monitor.received();
  await clock.advance(125_000);
  monitor.received();
  expect(monitor.health()).toMatchObject({ gaps, problem });
});
