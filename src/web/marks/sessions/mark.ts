import { HEAT_LEVELS, columnEnd, columnStart } from "#core/heat-levels.ts";
import { canShowHours, paintLaneSpan } from "#web/marks/lanes.ts";
import type { Mark } from "#web/marks/mark.ts";
import { SESSIONS, sessionSpans } from "./session-spans.ts";

const twoDigits = (hour: number) => String(hour).padStart(2, "0");

export const sessionsMark: Mark = {
  id: "sessions",
  title: "Sessions",
  hint: `${SESSIONS.map(({ name, fromHour, toHour }) => `${name} ${twoDigits(fromHour)}–${twoDigits(toHour)}`).join(", ")} UTC, all year`,
  needs: [],
  of({ level }) {
    const detail = HEAT_LEVELS[level];
    return (frame) => {
      if (!canShowHours(detail.columnMs)) return;
      const { firstColumn, lastColumn } = frame.sight;
      for (const { session, fromMs, toMs } of sessionSpans(columnStart(detail, firstColumn), columnEnd(detail, lastColumn))) {
        paintLaneSpan(frame, { lane: 1 + session.lane, name: session.name, fromMs, toMs });
      }
    };
  },
};
