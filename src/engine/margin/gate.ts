import { epochOfIsoDate } from "./iso-date.ts";
import { type OnMarkRule, maintenanceOnMark } from "./maintenance-on-mark.ts";

/**
 * Gate perpetuals: maintenance on mark plus the taker fee at mark, linear `(E - M / S) / (1 - (m + f))`.
 * Source: gate.com/help "Calculation of liquidation price" and the positions of the futures API.
 */
const GATE = { name: "gate", exchange: "gate", contracts: ["linear", "inverse"] } as const satisfies OnMarkRule;

/** The fee of the first schedule, as positions of 2019 to June 2023 show it and Gate's staff named it on 2023-07-02 (gate.com/post/status/3870211). */
export const gateUntil2023 = maintenanceOnMark({ ...GATE, triggerFeeRate: 0.000_75 });

/** The standing taker fee. The day of the change is not published: this is the day after the old one was last named. */
export const gate = maintenanceOnMark({ ...GATE, validFrom: epochOfIsoDate("2023-07-03"), triggerFeeRate: 0.000_5 });
