import { type Fault, type FaultKind, type FaultOf, type FaultRequest, type FaultTarget, FAULT_REQUEST, concerns } from "./fault.ts";

/** The faults of every venue of one start. */
export interface FaultBook {
  /** Lets faults in from now on. Throws zod's error when one is not of the documented shape; then none is let in. */
  inject(requests: readonly FaultRequest[]): readonly Fault[];
  /** Ends one fault, or all. */
  clear(id?: number): void;
  /** Those that have not ended, oldest first. */
  active(): readonly Fault[];
  /** The oldest active fault of a kind that is about the target. */
  find<Kind extends FaultKind>(kind: Kind, target: FaultTarget): FaultOf<Kind> | undefined;
  /** Hears of every fault as it is let in. */
  onInject(listener: (fault: Fault) => void): void;
}

/** `now`: epoch ms, the true clock. */
export function createFaultBook(now: () => number): FaultBook {
  let faults: Fault[] = [];
  let nextId = 1;
  const listeners: ((fault: Fault) => void)[] = [];

  const active = () => {
    if (faults.length === 0) return faults;
    const time = now();
    if (faults.some(({ until }) => until < time)) faults = faults.filter(({ until }) => until >= time);
    return faults;
  };

  return {
    active,
    inject(requests) {
      const from = now();
      const asked = requests.map((request) => FAULT_REQUEST.parse(request));
      const added = asked.map((fault): Fault => Object.assign(fault, { id: nextId++, from, until: from + fault.durationMs }));
      faults = [...active(), ...added];
      for (const fault of added) for (const listener of listeners) listener(fault);
      return added;
    },
    clear(id) {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
    },
    find: <Kind extends FaultKind>(kind: Kind, target: FaultTarget) =>
      active().find((fault): fault is FaultOf<Kind> => fault.kind === kind && concerns(fault, target)),
    onInject: (listener) => void listeners.push(listener),
  };
}
