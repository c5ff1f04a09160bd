import { Tooltip } from "radix-ui";
import type { ReactElement } from "react";

export interface TipProps {
  readonly text: string | undefined;
  /** One element that takes a ref and events. */
  readonly children: ReactElement;
}

/** A sentence on hover or focus; nothing when there is none. */
export function Tip({ text, children }: TipProps) {
  if (!text) return children;
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tip" sideOffset={8} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
