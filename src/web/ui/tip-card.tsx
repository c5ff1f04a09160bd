import "#web/styles/overlays.css";
import { Portal } from "radix-ui";
import { DismissableLayer, Popper } from "radix-ui/internal";
import type { RefObject } from "react";

interface TipCardProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly id: string;
  readonly text: string;
  readonly side: "top" | "right";
  /** The pointer is over the sentence itself, which then stays. */
  readonly onHold: () => void;
  readonly onLeave: () => void;
}

/** The sentence of a tip, where there is room for it. */
export function TipCard({ anchor, id, text, side, onHold, onLeave }: TipCardProps) {
  return (
    <Popper.Root>
      <Popper.Anchor virtualRef={anchor} />
      <Portal.Root asChild>
        <DismissableLayer.Root asChild onFocusOutside={(event) => event.preventDefault()} onDismiss={onLeave}>
          <Popper.Content
            className="tip"
            role="tooltip"
            id={id}
            side={side}
            sideOffset={8}
            collisionPadding={8}
            onPointerEnter={onHold}
            onPointerLeave={onLeave}
          >
            {text}
          </Popper.Content>
        </DismissableLayer.Root>
      </Portal.Root>
    </Popper.Root>
  );
}
