import { create } from "zustand";
import { changeView, useView } from "#web/app/view/view-store.ts";
import { paced } from "./paced.ts";
import type { StepBy } from "./step-by.ts";
import { type ReplayClockParts, SPEEDS, type Speed, createReplayClock, wholeStep } from "./replay-clock.ts";

/** The time machine: which instant the page shows, and whether it moves. */
export interface Replay {
  /** The instant that is shown, epoch ms at a whole minute; undefined: now. */
  readonly at: number | undefined;
  /** The same for whatever has to be asked for: it follows a few times a second. */
  readonly askedAt: number | undefined;
  readonly playing: boolean;
  /** It plays, and waits for what comes next. */
  readonly waiting: boolean;
  readonly speed: Speed;
  /** What a step goes by. */
  readonly stepBy: StepBy;
}

/** How often panels ask while an instant moves. */
const ASK_EVERY_MS = 400;
/** How often the address follows while it plays: browsers allow few changes. */
const ADDRESS_EVERY_MS = 2_000;
const DEFAULT_SPEED: Speed = 60;

const first = useView.getState().at;
export const useReplay = create<Replay>(() => ({ at: first, askedAt: first, playing: false, waiting: false, speed: DEFAULT_SPEED, stepBy: "column" }));

/** The instant that panels show, a little behind the map's while that moves; undefined: now. */
export const useAskedInstant = (): number | undefined =>
  useReplay(({ at, askedAt }) => (at !== undefined && askedAt !== undefined ? Math.min(at, askedAt) : at));

/** Whether an earlier instant is shown. */
export const useIsReplaying = (): boolean => useReplay(({ at }) => at !== undefined);

type Limits = Pick<ReplayClockParts, "playableUntil" | "end">;
let limits: Limits = { playableUntil: () => Infinity, end: () => Infinity };

/** How far playing can go; told by whoever knows the chart and the market on screen. */
export function setLimits(next: Limits): void {
  limits = next;
}

const ask = paced(() => useReplay.setState(({ at }) => ({ askedAt: at })), ASK_EVERY_MS);
const tellAddress = paced(() => changeView({ at: useReplay.getState().at }), ADDRESS_EVERY_MS);

const clock = createReplayClock({
  ticker: onFrames,
  playableUntil: () => limits.playableUntil(),
  end: () => limits.end(),
  onInstant: (at) => show(at),
  onWaiting: (waiting) => useReplay.setState({ waiting }),
  onEnd: () => pause(),
});

function show(at: number): void {
  useReplay.setState({ at });
  ask.call();
  tellAddress.call();
}

/** Shows an instant, to the whole minute before; playing goes on from there. */
export function seek(timeMs: number): void {
  show(wholeStep(Math.min(timeMs, limits.end())));
  if (useReplay.getState().playing) play();
}

export function play(): void {
  const { at, speed } = useReplay.getState();
  if (at === undefined || at >= limits.end()) return;
  useReplay.setState({ playing: true });
  clock.play({ atMs: at, speed });
}

export function pause(): void {
  clock.stop();
  useReplay.setState({ playing: false, waiting: false });
}

export const togglePlaying = (): void => (useReplay.getState().playing ? pause() : play());

export function setSpeed(speed: Speed): void {
  clock.setSpeed(speed);
  useReplay.setState({ speed });
}

export const setStepBy = (stepBy: StepBy): void => useReplay.setState({ stepBy });

/** The next speed up or down. */
export function changeSpeed(by: 1 | -1): void {
  const next = SPEEDS[SPEEDS.indexOf(useReplay.getState().speed) + by];
  if (next) setSpeed(next);
}

/** Shows now again, whatever is on its way. */
export function leave(): void {
  pause();
  ask.stop();
  tellAddress.stop();
  useReplay.setState({ at: undefined, askedAt: undefined });
  changeView({ at: undefined });
}

/** Frames of the page, as long as it is in sight. */
function onFrames(tick: (nowMs: number) => void): () => void {
  let frame = requestAnimationFrame(function next(nowMs) {
    frame = requestAnimationFrame(next);
    tick(nowMs);
  });
  return () => cancelAnimationFrame(frame);
}

// The browser's way back leads to another address.
useView.subscribe(({ at }, before) => {
  if (at === before.at || at === useReplay.getState().at) return;
  if (at === undefined) leave();
  else if (!useReplay.getState().playing) seek(at);
});
