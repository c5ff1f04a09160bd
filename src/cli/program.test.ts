import { expect, test } from "vitest";
import { createProgram } from "./program.ts";

const all = (await createProgram("0.0.0")).commands;

test.each(all.map((command) => [command.name(), command] as const))(
  "%s, called, is loaded alone and is the command that --help lists",
  async (name, listed) => {
    const { commands } = await createProgram("0.0.0", name);
    expect(commands.map((command) => command.name())).toEqual([name]);
    expect(commands[0].helpInformation()).toBe(listed.helpInformation());
  },
);

test.each([undefined, "--help", "help", "explode", "constructor"])("%s calls no command, so that all are there to choose from", async (called) => {
  const { commands } = await createProgram("0.0.0", called);
  expect(commands.map((command) => command.name())).toEqual(all.map((command) => command.name()));
});
