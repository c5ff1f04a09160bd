import { type ReactNode, useRef, useState } from "react";
import { deferred } from "./deferred.tsx";
import { type Trigger, openerOf } from "./opener.ts";

export interface SheetProps {
  readonly title: string;
  readonly trigger?: Trigger;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** `sheet` slides up from the bottom of a phone and is dragged down again, `dialog` stands in the middle. */
  readonly shape: "sheet" | "dialog";
  readonly children: ReactNode;
}

const load = async () => (await import("./sheet-card.tsx")).SheetCard;
const SheetCard = deferred(load);

/** Something that slides over the chart and never moves it. */
export function Sheet({ trigger, open: openNow, onOpenChange, ...card }: SheetProps) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  const open = openNow ?? isOpen;
  const change = onOpenChange ?? setOpen;
  if (open && !wasOpened) setOpened(true);
  return (
    <>
      {trigger && openerOf(trigger, { ref, open, onOpenChange: change, load })}
      {wasOpened && <SheetCard {...card} opener={ref} open={open} onOpenChange={change} />}
    </>
  );
}
