const LINES = [1, 2, 3, 4, 5, 6];

/** The place of a panel's lines while they are on their way. */
export function PanelLoading() {
  return (
    <div className="panel-loading" role="status">
      <span className="unseen">Loading …</span>
      {LINES.map((line) => (
        <span key={line} aria-hidden="true" />
      ))}
    </div>
  );
}
