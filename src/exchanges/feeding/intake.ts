/** Stands between sockets and whoever reads their frames: keeps the order of arrival, and bounds what waits. */
export interface Intake<Item extends Waiting> {
  put(item: Item): void;
  readonly waiting: number;
}

export interface Waiting {
  readonly text: string;
}

export interface IntakeOptions<Item> {
  /** Must not throw. */
  readonly use: (item: Item) => void;
  /** Told of what found no room. Must not throw. */
  readonly onShed: (item: Item) => void;
  readonly limits: IntakeLimits | undefined;
}

export interface IntakeLimits {
  readonly mostItems: number;
  readonly mostCharacters: number;
}

/** Ten seconds of a very busy exchange. */
const LIMITS: IntakeLimits = { mostItems: 50_000, mostCharacters: 32_000_000 };
/** Frames per turn of the event loop, a few ms, so that requests and timers have their turn in a burst. */
const PER_TURN = 256;
const COMPACT_AT = 4_096;

/** A frame that finds no room is let go and told at once, so that it is counted; what waits already goes through. */
export function createIntake<Item extends Waiting>({ use, onShed, limits = LIMITS }: IntakeOptions<Item>): Intake<Item> {
  let queue: Item[] = [];
  let head = 0;
  let characters = 0;
  let scheduled = false;

  return {
    put(item) {
      if (queue.length - head >= limits.mostItems || characters + item.text.length > limits.mostCharacters) return onShed(item);
      queue.push(item);
      characters += item.text.length;
      schedule();
    },
    get waiting() {
      return queue.length - head;
    },
  };

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(drain);
  }

  function drain(): void {
    scheduled = false;
    for (const end = Math.min(queue.length, head + PER_TURN); head < end; head++) {
      characters -= queue[head].text.length;
      use(queue[head]);
    }
    if (head === queue.length || head >= COMPACT_AT) {
      queue = queue.slice(head);
      head = 0;
    }
    if (queue.length > head) schedule();
  }
}
