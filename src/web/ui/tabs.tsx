import type { CSSProperties, KeyboardEvent, ReactNode, RefObject } from "react";

export interface TabsProps {
  readonly name: string;
  readonly tabs: readonly { readonly id: string; readonly title: string }[];
  /** Undefined: none. */
  readonly open: string | undefined;
  readonly onPress: (id: string) => void;
  readonly className: string;
  readonly tabClassName: string;
  readonly ref?: RefObject<HTMLDivElement | null>;
}

/** A row of tabs, of which none need be open: one stop of the Tab key, arrows, Home and End go along it, Enter presses. */
export function Tabs({ name, tabs, open, onPress, className, tabClassName, ref }: TabsProps) {
  const stop = tabs.some(({ id }) => id === open) ? open : tabs[0]?.id;
  return (
    <div className={className} ref={ref} role="tablist" aria-label={name} onKeyDown={goAlong}>
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          className={tabClassName}
          id={`tab-${id}`}
          aria-selected={id === open}
          aria-controls={id === open ? `panel-${id}` : undefined}
          data-state={id === open ? "active" : "inactive"}
          tabIndex={id === stop ? 0 : -1}
          onClick={() => onPress(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

export interface TabPanelProps {
  readonly id: string;
  readonly className: string;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

/** What the tab of the same id opens. */
export function TabPanel({ id, className, style, children }: TabPanelProps) {
  return (
    <div key={id} role="tabpanel" className={className} style={style} id={`panel-${id}`} aria-labelledby={`tab-${id}`} tabIndex={0}>
      {children}
    </div>
  );
}

function goAlong(event: KeyboardEvent<HTMLDivElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const at = tabs.findIndex((tab) => tab === event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (at < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  tabs[(to + tabs.length) % tabs.length].focus();
}
