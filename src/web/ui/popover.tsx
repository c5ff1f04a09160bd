import { type ReactNode, useRef, useState } from "react";
import { deferred } from "./deferred.tsx";
import { type Trigger, openerOf } from "./opener.ts";

export interface PopoverProps {
  readonly trigger: Trigger;
  /** For screen readers. */
  readonly name: string;
  readonly className?: string;
  readonly align?: "start" | "end";
  readonly offsetPx?: number;
  readonly children: ReactNode;
}

const load = async () => (await import("./popover-card.tsx")).PopoverCard;
const PopoverCard = deferred(load);

/** A card beside the button that opens it. */
export function Popover({ trigger, ...card }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  if (open && !wasOpened) setOpened(true);
  return (
    <>
      {openerOf(trigger, { ref, open, onOpenChange: setOpen, load })}
      {wasOpened && <PopoverCard {...card} opener={ref} open={open} onOpenChange={setOpen} />}
    </>
  );
}
