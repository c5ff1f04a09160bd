import { Dialog } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

export interface SheetProps {
  readonly title: string;
  readonly trigger?: ReactElement;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** `sheet` slides up from the bottom of a phone, `dialog` stands in the middle. */
  readonly shape: "sheet" | "dialog";
  readonly children: ReactNode;
}

/** Something that slides over the chart and never moves it. */
export function Sheet({ title, trigger, open, onOpenChange, shape, children }: SheetProps) {
  return (
    <Dialog.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      {trigger && <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>}
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className={shape} aria-describedby={undefined}>
          <header className="sheet-head">
            <Dialog.Title className="sheet-title">{title}</Dialog.Title>
            <Dialog.Close className="quiet-button" aria-label="Close">
              ✕
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A control inside a sheet that closes it when used. */
export const SheetClose = Dialog.Close;
