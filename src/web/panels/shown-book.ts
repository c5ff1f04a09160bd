import { denseGrid } from "#web/data/dense-grid.ts";
import { sureGrid } from "#web/data/sure-grid.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MemberBook, PanelFilters } from "./panel.ts";

/** The book with nothing in it that the map hides. */
export const shownBook = (book: LevelsGrid, filters: PanelFilters): LevelsGrid => denseGrid(sureGrid(book, filters.floor), filters);

/** Each exchange's book as its own map would show it. */
export const shownMembers = (members: readonly MemberBook[], filters: PanelFilters): readonly MemberBook[] =>
  members.map((member) => ({ ...member, grid: shownBook(member.grid, { ...filters, floor: member.floor }) }));
