import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import { type SliderReach, movedHandle, nearestHandle, stepsOfKey } from "./slider-values.ts";

export interface SliderHandle {
  readonly value: number;
  readonly label: string;
  /** What a screen reader says for the value. */
  readonly valueText: string;
}

export interface SliderProps extends SliderReach {
  readonly className: string;
  readonly handleClassName: string;
  /** In rising order; a press anywhere takes the nearest. */
  readonly handles: readonly SliderHandle[];
  readonly onChange: (values: readonly number[]) => void;
  /** The track that the handles run on. */
  readonly children: ReactNode;
}

/** A track with one handle or two, for a pointer, a finger and a keyboard, in whole steps. A native range has one handle only. */
export function Slider({ className, handleClassName, handles, onChange, children, ...reach }: SliderProps) {
  const dragged = useRef<number>(undefined);
  const values = handles.map(({ value }) => value);
  const { min, max } = reach;

  const move = (index: number, value: number) => {
    const next = movedHandle(values, index, { ...reach, value });
    if (next[index] !== values[index]) onChange(next);
  };
  const valueAt = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return min + ((clientX - left) / width) * (max - min);
  };
  const press = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const value = valueAt(event);
    const index = (dragged.current = nearestHandle(values, value));
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=slider]")[index]?.focus({ preventScroll: true });
    move(index, value);
  };
  const onKey = (event: KeyboardEvent, index: number) => {
    const steps = stepsOfKey(event.key, event.shiftKey);
    if (steps === undefined) return;
    event.preventDefault();
    move(index, values[index] + steps);
  };
  return (
    <span
      className={className}
      onPointerDown={press}
      onPointerMove={(event) => dragged.current !== undefined && move(dragged.current, valueAt(event))}
      onLostPointerCapture={() => (dragged.current = undefined)}
    >
      {children}
      {handles.map(({ value, label, valueText }, index) => (
        <span key={label} className="slider-place" style={placeOf((value - min) / (max - min))}>
          <span
            className={handleClassName}
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-valuemin={min}
            aria-valuemax={max}
            aria-valuenow={value}
            aria-valuetext={valueText}
            onKeyDown={(event) => onKey(event, index)}
          />
        </span>
      ))}
    </span>
  );
}

/** A handle never leaves the track: at its ends it stands inside. */
const placeOf = (share: number) => ({ left: `${share * 100}%`, transform: `translateX(${share * -100}%)` });
