import type { Mark } from "./mark.ts";
import { profileMark } from "./profile/mark.ts";
import { quietMark } from "./quiet/mark.ts";
import { sessionsMark } from "./sessions/mark.ts";
import { swingsMark } from "./swings/mark.ts";

/** Every mark, the first lowest. A new one is a folder and a line here. */
export const MARKS: readonly Mark[] = [profileMark, swingsMark, sessionsMark, quietMark];
