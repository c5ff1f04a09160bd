import "#web/styles/overlays.css";
import { Popover } from "radix-ui";
import { type RefObject, useRef } from "react";
import { Closing } from "./opener.ts";
import type { PopoverProps } from "./popover.tsx";

interface PopoverCardProps extends Omit<PopoverProps, "trigger"> {
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** What a popover opens: shut by Escape, which gives the focus back, and by whatever happens outside of it. */
export function PopoverCard({ opener, open, onOpenChange, name, className = "", align = "end", offsetPx = 8, children }: PopoverCardProps) {
  const leftFor = useRef<EventTarget>(null);
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Anchor virtualRef={opener} />
      <Popover.Portal>
        <Popover.Content
          className={`popover ${className}`}
          align={align}
          sideOffset={offsetPx}
          collisionPadding={8}
          aria-label={name}
          onInteractOutside={(event) => {
            // The button shuts it by itself.
            if (event.target instanceof Node && opener.current?.contains(event.target)) event.preventDefault();
            else leftFor.current = event.target;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!leftFor.current) opener.current?.focus();
            leftFor.current = null;
          }}
        >
          <Closing value={() => onOpenChange(false)}>{children}</Closing>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
