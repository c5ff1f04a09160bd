import { Tooltip } from "radix-ui";
import type { ReactElement } from "react";

export interface TipProps {
  readonly text: string | undefined;
  readonly side?: "top" | "right";
  /** One element that takes a ref and events. */
  readonly children: ReactElement;
}

/** A sentence on hover or focus; nothing when there is none. */
export function Tip({ text, side = "top", children }: TipProps) {
  if (!text) return children;
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tip" side={side} sideOffset={8} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
