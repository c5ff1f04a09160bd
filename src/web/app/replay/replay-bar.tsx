import "#web/styles/replay.css";
import { Tip } from "#web/ui/tip.tsx";
import { Segments } from "#web/ui/segments.tsx";
import { asSentence, formatStretch, formatTime } from "#web/ui/format.ts";
import { useLiveMarket } from "#web/app/markets/use-markets.ts";
import { JumpMenu } from "./jump-menu.tsx";
import { SPEEDS, type Speed } from "./replay-clock.ts";
import { STEPS_BY, stepLabel, stepWords } from "./step-by.ts";
import { setSpeed, setStepBy, togglePlaying, useReplay } from "./replay-store.ts";
import { type StoredSpan, holeAt } from "./stored-span.ts";
import { TimeField } from "./time-field.tsx";
import { TimeSlider } from "./time-slider.tsx";
import { useReplayControls } from "./use-replay-controls.ts";

/** Which instant is shown, and how it moves; there only while one is. */
export function ReplayBar({ compact }: { readonly compact: boolean }) {
  const waiting = useReplay((replay) => replay.waiting);
  const { at, span, isLive, isAtEnd, leave, goTo } = useReplayControls();
  const market = useLiveMarket();
  if (at === undefined || !market) return null;
  if (!span)
    return (
      <section className="replay-bar" aria-label="Replay">
        <strong className="replay-word">REPLAY</strong>
        <span>Nothing is stored of {market.coin} yet: there is nothing to replay.</span>
        <LeaveButton isLive={isLive} leave={leave} />
      </section>
    );
  return (
    <section className="replay-bar" aria-label="Replay" data-compact={compact}>
      {!compact && <strong className="replay-word">REPLAY</strong>}
      <Transport />
      {!compact && <StepSelect />}
      <TimeField span={span} at={at} onChange={goTo} />
      {!compact && <SpeedSegments />}
      <TimeSlider span={span} at={at} onChange={goTo} />
      {compact && <SpeedSelect />}
      {compact && <StepSelect />}
      <JumpMenu market={market.id} span={span} at={at} onJump={goTo} />
      <span className="replay-says muted" role="status">
        {wordsOf({ span, at, waiting, isAtEnd, isLive }) ?? (compact ? "" : "Moves in steps of 1 min")}
      </span>
      <LeaveButton isLive={isLive} leave={leave} />
    </section>
  );
}

function Transport() {
  const playing = useReplay((replay) => replay.playing);
  const stepBy = useReplay((replay) => replay.stepBy);
  const named = asSentence(stepWords(stepBy));
  const { isAtEnd, isLive, leave, step } = useReplayControls();
  return (
    <span className="replay-transport">
      <Tip text={`${named} back (,)`}>
        <button type="button" className="replay-button" aria-label={`${named} back`} aria-keyshortcuts="," onClick={() => step(-1)}>
          <Icon path="M5 4v12M16 4 8 10l8 6z" />
        </button>
      </Tip>
      {isAtEnd && isLive ? (
        <button type="button" className="replay-button replay-live" onClick={leave}>
          Live
        </button>
      ) : (
        <Tip text={playing ? "Pause (space)" : "Play (space)"}>
          <button
            type="button"
            className="replay-button replay-play"
            aria-label={playing ? "Pause" : "Play"}
            aria-keyshortcuts="Space"
            disabled={isAtEnd}
            onClick={togglePlaying}
          >
            <Icon path={playing ? "M7 4v12M13 4v12" : "M6 4l10 6-10 6z"} />
          </button>
        </Tip>
      )}
      <Tip text={`${named} on (.)`}>
        <button type="button" className="replay-button" aria-label={`${named} on`} aria-keyshortcuts="." disabled={isAtEnd} onClick={() => step(1)}>
          <Icon path="M15 4v12M4 4l8 6-8 6z" />
        </button>
      </Tip>
    </span>
  );
}

function StepSelect() {
  const stepBy = useReplay((replay) => replay.stepBy);
  return (
    <select
      className="replay-speed replay-step"
      aria-label="A step is"
      title="What a step goes by"
      value={stepBy}
      onChange={({ target }) => setStepBy(STEPS_BY.find((each) => each === target.value) ?? "column")}
    >
      {STEPS_BY.map((each) => (
        <option key={each} value={each}>
          {stepLabel(each)}
        </option>
      ))}
    </select>
  );
}

const SPEED_SEGMENTS = SPEEDS.map((speed) => ({ value: String(speed), label: `${speed}×` }));

function SpeedSegments() {
  const speed = useReplay((replay) => replay.speed);
  return <Segments name="Speed" segments={SPEED_SEGMENTS} value={String(speed)} onChange={(value) => setSpeed(Number(value) as Speed)} />;
}

function SpeedSelect() {
  const speed = useReplay((replay) => replay.speed);
  return (
    <select className="replay-speed" aria-label="Speed" value={speed} onChange={({ target }) => setSpeed(Number(target.value) as Speed)}>
      {SPEEDS.map((each) => (
        <option key={each} value={each}>
          {each}×
        </option>
      ))}
    </select>
  );
}

function LeaveButton({ isLive, leave }: { readonly isLive: boolean; readonly leave: () => void }) {
  if (!isLive) return null;
  return (
    <Tip text="Back to now (r, Escape)">
      <button type="button" className="quiet-button replay-leave" aria-label="Leave the replay" aria-keyshortcuts="r" onClick={leave}>
        ✕
      </button>
    </Tip>
  );
}

interface Said {
  readonly span: StoredSpan;
  readonly at: number;
  readonly waiting: boolean;
  readonly isAtEnd: boolean;
  readonly isLive: boolean;
}

/** What has to be said of the instant; undefined: nothing. */
function wordsOf({ span, at, waiting, isAtEnd, isLive }: Said): string | undefined {
  if (at < span.firstMs) return `Nothing is stored before ${formatTime(span.firstMs)}`;
  if (waiting) return "Loading what comes next …";
  if (isAtEnd) return isLive ? "This is live" : "The stored history ends here";
  const hole = holeAt(span, at);
  if (hole) return `Nobody listened ${formatStretch(hole.fromMs, hole.toMs)}: filled in afterwards as far as it could be`;
  return undefined;
}

function Icon({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" fill="currentColor" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
