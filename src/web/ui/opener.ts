import { type ButtonHTMLAttributes, type ReactElement, type RefAttributes, type RefObject, cloneElement, createContext } from "react";

/** A button without pointer, focus or click events of its own. */
export type Trigger = ReactElement<ButtonHTMLAttributes<HTMLButtonElement> & RefAttributes<HTMLButtonElement>>;

export interface Opening {
  readonly ref: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Begins to load what opens, as soon as the button is reached for. */
  readonly load: () => Promise<unknown>;
}

/** The button that opens something over the page. It is there before the code of what it opens, and stays the same element. */
export function openerOf(trigger: Trigger, { ref, open, onOpenChange, load }: Opening): ReactElement {
  // What fails here is said when it is opened.
  const begin = () => void load().catch(() => undefined);
  const props = {
    ref,
    "aria-haspopup": "dialog",
    "aria-expanded": open,
    "data-state": open ? "open" : "closed",
    onPointerEnter: begin,
    onFocus: begin,
    onClick: () => onOpenChange(!open),
  } as const;
  return cloneElement(trigger, props);
}

/** Shuts what a control stands in. */
export const Closing = createContext<() => void>(() => undefined);
