import { type HTMLAttributes, type ReactElement, type RefAttributes, cloneElement, useId, useRef } from "react";
import { deferred } from "./deferred.tsx";
import { useHover } from "./use-hover.ts";

export interface TipProps {
  readonly text: string | undefined;
  readonly side?: "top" | "right";
  /** One element that takes a ref, and has no pointer or focus events of its own. */
  readonly children: ReactElement<HTMLAttributes<HTMLElement> & RefAttributes<HTMLElement>>;
}

/** A sentence that cannot be had is not worth an alarm. */
const TipCard = deferred(() =>
  import("./tip-card.tsx").then(
    (loaded) => loaded.TipCard,
    () => () => null,
  ),
);

/** A sentence on hover or focus; nothing when there is none. */
export function Tip({ text, side = "top", children }: TipProps) {
  const anchor = useRef<HTMLElement>(null);
  const id = useId();
  const { isOver, over, hold, leave } = useHover();
  return (
    <>
      {cloneElement(children, { ref: anchor, ...(text && over), ...(text && isOver && { "aria-describedby": id }) })}
      {text && isOver && <TipCard anchor={anchor} id={id} text={text} side={side} onHold={hold} onLeave={leave} />}
    </>
  );
}
