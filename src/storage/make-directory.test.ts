import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeDirectory } from "./make-directory.ts";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "powderkeg-directory-"));
});
afterEach(() => rm(place, { recursive: true }));

test("makes what is missing, and again is no error", async () => {
  const path = join(place, "a", "b", "c");
  await makeDirectory(path);
  await makeDirectory(path);
  expect(await readdir(join(place, "a", "b"))).toEqual(["c"]);
});

test("below a file it rejects", async () => {
  await writeFile(join(place, "file"), "");
  await expect(makeDirectory(join(place, "file", "a", "b"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.runIf(process.platform === "linux")("where nothing can be made it rejects and does not try for ever", async () => {
  await expect(makeDirectory("/proc/powderkeg/a")).rejects.toMatchObject({ code: "ENOENT" });
});
