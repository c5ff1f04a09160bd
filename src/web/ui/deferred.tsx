import { type ComponentType, type ReactNode, Suspense, lazy } from "react";

/** A component whose code is loaded when it is first drawn; until then `waiting` is in its place. Without its code it says so: the rest of the page stays. */
export function deferred<Props extends object>(load: () => Promise<ComponentType<Props>>, waiting: ReactNode = null): ComponentType<Props> {
  const Loaded = lazy(async (): Promise<{ default: ComponentType<Props> }> => ({ default: await load().catch(() => NotLoaded) }));
  return function Deferred(props: Props) {
    return (
      <Suspense fallback={waiting}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}

function NotLoaded() {
  return (
    <p className="not-loaded" role="alert">
      This part of the page could not be loaded. Reload the page.
    </p>
  );
}
