/** When a place trades, in whole UTC hours of any day, summer as winter. */
export interface Session {
  readonly name: string;
  readonly fromHour: number;
  readonly toHour: number;
  /** Sessions that overlap are drawn in different lanes. */
  readonly lane: 0 | 1;
}

/** Tokyo 09-18 local, London and New York 08-17 local in winter. */
export const SESSIONS: readonly Session[] = [
  { name: "Asia", fromHour: 0, toHour: 9, lane: 0 },
  { name: "London", fromHour: 8, toHour: 17, lane: 1 },
  { name: "New York", fromHour: 13, toHour: 22, lane: 0 },
];

export interface SessionSpan {
  readonly session: Session;
  readonly fromMs: number;
  readonly toMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every session that touches [fromMs, toMs), whole, oldest day first. */
export function sessionSpans(fromMs: number, toMs: number): SessionSpan[] {
  const spans: SessionSpan[] = [];
  for (let day = Math.floor(fromMs / DAY_MS); day * DAY_MS < toMs; day++) {
    for (const session of SESSIONS) {
      const span = { session, fromMs: day * DAY_MS + session.fromHour * HOUR_MS, toMs: day * DAY_MS + session.toHour * HOUR_MS };
      if (span.toMs > fromMs && span.fromMs < toMs) spans.push(span);
    }
  }
  return spans;
}
