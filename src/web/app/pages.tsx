import { type ComponentType, type ReactNode, useLayoutEffect, useRef } from "react";
import { type Place, usePlace } from "./navigation.ts";

const PLACES: readonly Place[] = ["map", "overview"];

/** The pages of one session, as far as they are `loaded`. The map stays as it is behind another page: who comes back sees it at once. */
export function Pages({ loaded }: { readonly loaded: ReadonlyMap<Place, ComponentType> }) {
  const place = usePlace((state) => state.place);
  const seen = useRef(new Set<Place>());
  seen.current.add(place);
  return (
    <>
      {PLACES.map((one) => {
        const Page = loaded.get(one);
        if (!Page || (one !== place && !(one === "map" && seen.current.has(one)))) return null;
        return (
          <Slot key={one} isShown={one === place} isFirst={seen.current.size === 1}>
            <Page />
          </Slot>
        );
      })}
    </>
  );
}

interface SlotProps {
  readonly isShown: boolean;
  /** Whether it is of the page that the document was opened with, whose focus is the browser's. */
  readonly isFirst: boolean;
  readonly children: ReactNode;
}

/** Out of sight it keeps its size, so that nothing in it is laid out anew. In sight again, what had the focus has it; a page that is new begins at its `data-arrival`. */
function Slot({ isShown, isFirst, children }: SlotProps) {
  const slot = useRef<HTMLDivElement>(null);
  const focused = useRef<HTMLElement>(null);
  const wasShown = useRef(isShown && isFirst);
  if (wasShown.current && !isShown) focused.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  useLayoutEffect(() => {
    if (isShown && !wasShown.current) (focused.current ?? slot.current?.querySelector<HTMLElement>("[data-arrival]"))?.focus();
    wasShown.current = isShown;
  }, [isShown]);
  return (
    <div ref={slot} className="page-slot" inert={!isShown} data-shown={isShown}>
      {children}
    </div>
  );
}
