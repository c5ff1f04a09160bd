import { useEffect } from "react";
import { create } from "zustand";

interface Saying {
  readonly words: string;
}

const useSaying = create<{ readonly saying: Saying | undefined }>(() => ({ saying: undefined }));
const SHOWN_MS = 3_000;

/** Says for a moment what a tool has done. */
export const say = (words: string): void => useSaying.setState({ saying: { words } });

export function ToolSaying() {
  const { saying } = useSaying();
  useEffect(() => {
    if (!saying) return undefined;
    const timer = setTimeout(() => useSaying.setState({ saying: undefined }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [saying]);
  return (
    <div className="tool-saying" role="status">
      {saying && <span>{saying.words}</span>}
    </div>
  );
}
