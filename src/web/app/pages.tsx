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
          <Slot key={one} isShown={one === place}>
            <Page />
          </Slot>
        );
      })}
    </>
  );
}

/** Out of sight it keeps its size, so that nothing in it is laid out anew; in sight again, what had the focus has it. */
function Slot({ isShown, children }: { readonly isShown: boolean; readonly children: ReactNode }) {
  const focused = useRef<Element | null>(null);
  const wasShown = useRef(isShown);
  if (wasShown.current && !isShown) focused.current = document.activeElement;
  useLayoutEffect(() => {
    if (isShown && !wasShown.current && focused.current instanceof HTMLElement) focused.current.focus();
    wasShown.current = isShown;
  }, [isShown]);
  return (
    <div className="page-slot" inert={!isShown} data-shown={isShown}>
      {children}
    </div>
  );
}
