import "#web/styles/overlays.css";
import { Dialog } from "radix-ui";
import { type RefObject, useRef } from "react";
import { Closing } from "./opener.ts";
import type { SheetProps } from "./sheet.tsx";
import { useVerticalDrag } from "./use-vertical-drag.ts";

interface SheetCardProps extends Pick<SheetProps, "title" | "shape" | "children"> {
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** What a sheet opens. Shut, it gives the focus back. */
export function SheetCard({ title, shape, opener, open, onOpenChange, children }: SheetCardProps) {
  const content = useRef<HTMLDivElement>(null);
  const shut = () => onOpenChange(false);
  const drag = useDragDown(content, shut);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className={shape}
          aria-describedby={undefined}
          ref={content}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
        >
          <header className="sheet-head" {...(shape === "sheet" && drag)}>
            <Dialog.Title className="sheet-title">{title}</Dialog.Title>
            <Dialog.Close className="quiet-button" aria-label="Close">
              ✕
            </Dialog.Close>
          </header>
          <div className="sheet-body">
            <Closing value={shut}>{children}</Closing>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Share of its height that a sheet has to be dragged down, or the speed (CSS pixels per ms) at which it is thrown, to be closed. */
const CLOSES_AT = 0.35;
const CLOSES_AT_SPEED = 0.5;

function useDragDown(content: { readonly current: HTMLElement | null }, onClose: () => void) {
  const place = (px: number) => content.current?.style.setProperty("--dragged", `${Math.max(0, px)}px`);
  return useVerticalDrag({
    onMove: place,
    onEnd({ offsetPx, velocity }) {
      const height = content.current?.offsetHeight ?? Infinity;
      if (velocity > CLOSES_AT_SPEED || (offsetPx > height * CLOSES_AT && velocity > -CLOSES_AT_SPEED)) onClose();
      else place(0);
    },
  });
}
