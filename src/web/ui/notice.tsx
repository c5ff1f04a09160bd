import type { ReactNode } from "react";

export interface NoticeProps {
  readonly tone: "neutral" | "bad";
  readonly title: string;
  readonly children?: ReactNode;
  /** Share done, 0..1; undefined draws no bar. */
  readonly progress?: number | undefined;
}

/** A card over the chart that says what is going on. */
export function Notice({ tone, title, children, progress }: NoticeProps) {
  return (
    <section className="notice" data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <h2 className="notice-title">{title}</h2>
      {children}
      {progress !== undefined && (
        <div className="progress" role="progressbar" aria-label={title} aria-valuenow={Math.round(progress * 100)} aria-valuemin={0} aria-valuemax={100}>
          <span style={{ width: `${progress * 100}%` }} />
        </div>
      )}
    </section>
  );
}
