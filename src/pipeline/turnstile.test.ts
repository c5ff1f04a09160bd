import { expect, test } from "vitest";
import { createTurnstile } from "./turnstile.ts";

test("one at a time, in order, and a failure stops nobody behind it", async () => {
  const pass = createTurnstile();
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} in`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} out`);
    if (name === "b") throw new Error("b fails");
    return name;
  };
  const results = await Promise.allSettled([pass(task("a")), pass(task("b")), pass(task("c"))]);
  expect(log).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("lower ranks first, and as many at once as it is wide", async () => {
  const pass = createTurnstile(2);
  const log: string[] = [];
  let inside = 0;
  let most = 0;
  const task = (name: string) => async () => {
    log.push(name);
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside--;
  };
  await Promise.all([pass(task("a")), pass(task("b")), pass(task("late"), () => 5), pass(task("soon"), () => -5), pass(task("then"))]);
  expect([log, most]).toEqual([["a", "b", "soon", "then", "late"], 2]);
});

test("a rank counts as it is when there is room", async () => {
  const pass = createTurnstile();
  const log: string[] = [];
  let wanted = "b";
  const task = (name: string) =>
    pass(
      async () => {
        log.push(name);
        wanted = "d";
      },
      () => (name === wanted ? -1 : 0),
    );
  await Promise.all(["a", "b", "c", "d"].map(task));
  expect(log).toEqual(["a", "d", "b", "c"]);
});
