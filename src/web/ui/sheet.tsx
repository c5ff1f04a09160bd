import { Dialog } from "radix-ui";
import { type ReactElement, type ReactNode, useRef, useState } from "react";
import { useVerticalDrag } from "./use-vertical-drag.ts";

export interface SheetProps {
  readonly title: string;
  readonly trigger?: ReactElement;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** `sheet` slides up from the bottom of a phone and is dragged down again, `dialog` stands in the middle. */
  readonly shape: "sheet" | "dialog";
  readonly children: ReactNode;
}

/** Something that slides over the chart and never moves it. */
export function Sheet({ title, trigger, open, onOpenChange, shape, children }: SheetProps) {
  const [isOpen, setOpen] = useState(false);
  const change = onOpenChange ?? setOpen;
  const content = useRef<HTMLDivElement>(null);
  const drag = useDragDown(content, () => change(false));
  return (
    <Dialog.Root open={open ?? isOpen} onOpenChange={change}>
      {trigger && <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>}
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className={shape} aria-describedby={undefined} ref={content}>
          <header className="sheet-head" {...(shape === "sheet" && drag)}>
            <Dialog.Title className="sheet-title">{title}</Dialog.Title>
            <Dialog.Close className="quiet-button" aria-label="Close">
              ✕
            </Dialog.Close>
          </header>
          <div className="sheet-body">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A control inside a sheet that closes it when used. */
export const SheetClose = Dialog.Close;

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
