import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";

type Arguments<Snapshot, Selection> = readonly [
  subscribe: (changed: () => void) => () => void,
  getSnapshot: () => Snapshot,
  getServerSnapshot: unknown,
  selector: (snapshot: Snapshot) => Selection,
  isEqual?: (before: Selection, after: Selection) => boolean,
];

/**
 * A part of a store, the same object while it is equal. Stands in the built page for `use-sync-external-store/shim/with-selector`, which TanStack Table reads
 * its state with: that is a CommonJS module, and what such a module asks for is kept whole, so all of Preact, in the file that every first visit loads.
 */
export function useSyncExternalStoreWithSelector<Snapshot, Selection>(
  ...[subscribe, getSnapshot, , selector, isEqual = Object.is]: Arguments<Snapshot, Selection>
): Selection {
  const shown = useRef<{ readonly selection: Selection }>(undefined);
  const getSelection = useMemo(() => {
    let known: { readonly snapshot: Snapshot; readonly selection: Selection } | undefined;
    return () => {
      const snapshot = getSnapshot();
      if (known && Object.is(known.snapshot, snapshot)) return known.selection;
      const selection = selector(snapshot);
      const before = known ?? shown.current;
      known = { snapshot, selection: before && isEqual(before.selection, selection) ? before.selection : selection };
      return known.selection;
    };
  }, [getSnapshot, selector, isEqual]);
  const selection = useSyncExternalStore(subscribe, getSelection);
  useEffect(() => {
    shown.current = { selection };
  }, [selection]);
  return selection;
}
