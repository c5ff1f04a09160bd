import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { paintLaneSpan } from "#web/marks/lanes.ts";
import type { Mark } from "#web/marks/mark.ts";
import { QUIET_SHARE, quietHours } from "./quiet-hours.ts";

export const quietMark: Mark = {
  id: "quiet",
  title: "Quiet hours",
  hint: `Hours that traded less than ${QUIET_SHARE * 100} % of the median hour loaded: thin books, where a cascade runs further`,
  needs: ["sideBars"],
  of({ level, sideBars }) {
    const spans = quietHours(sideBars, HEAT_LEVELS[level].columnMs);
    return (frame) => {
      for (const span of spans) paintLaneSpan(frame, { ...span, lane: 0, name: "quiet" });
    };
  },
};
