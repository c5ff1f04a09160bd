import { useEffect } from "react";
import { create } from "zustand";
import { type ShellWorker, installShellWorker } from "#web/offline/shell-worker.ts";
import { useLive } from "./live-store.ts";

const useBuild = create<{ readonly worker: ShellWorker | undefined; readonly isWaiting: boolean }>(() => ({ worker: undefined, isWaiting: false }));

/** Installs what lets the page open without its server, when the first picture is long there. */
export function useShellWorker(): void {
  const isOpen = useLive((live) => live.stream === "open");
  const worker = useBuild((build) => build.worker);
  useEffect(() => {
    const install = () =>
      void installShellWorker(() => useBuild.setState({ isWaiting: true })).then(
        (worker) => useBuild.setState({ worker }),
        // Where it cannot be had the page works as ever, and only does not open without the server.
        () => undefined,
      );
    const timer = setTimeout(install, INSTALL_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  // A server that comes back may have been updated.
  useEffect(() => {
    if (isOpen) worker?.look();
  }, [isOpen, worker]);
}

const INSTALL_AFTER_MS = 5_000;

/** Says that a newer build is there. Until it is taken, everything goes on as it is. */
export function NewerBuild() {
  const { worker, isWaiting } = useBuild();
  if (!isWaiting || !worker) return null;
  return (
    <div className="newer-build" role="status">
      <span>A newer Powderkeg is ready.</span>
      <button type="button" className="text-button" onClick={() => worker.takeOver()}>
        Load it
      </button>
    </div>
  );
}
