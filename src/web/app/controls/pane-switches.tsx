import { MARKS } from "#web/marks/registry.ts";
import { PANES } from "#web/panes/registry.ts";
import { Popover } from "#web/ui/popover.tsx";
import { toggleLadder, toggleMark, togglePane, useView } from "#web/app/view/view-store.ts";

/** One switch a pane. */
export function PaneSwitches() {
  const panes = useView((view) => view.panes);
  return (
    <div className="switches" role="group" aria-label="Under the map">
      {PANES.map(({ id, title, hint }) => (
        <Switch key={id} title={title} hint={hint} checked={panes.includes(id)} onPress={() => togglePane(id)} />
      ))}
    </div>
  );
}

/** One switch a mark. */
export function MarkSwitches() {
  const marks = useView((view) => view.marks);
  return (
    <div className="switches" role="group" aria-label="On the map">
      {MARKS.map(({ id, title, hint }) => (
        <Switch key={id} title={title} hint={hint} checked={marks.includes(id)} onPress={() => toggleMark(id)} />
      ))}
    </div>
  );
}

/** What stands beside the map on a desk. */
function BesideSwitch() {
  const ladder = useView((view) => view.ladder);
  return (
    <div className="switches" role="group" aria-label="Beside the map">
      <Switch title="Order book" hint="Orders that stand now, in the rows of the map" checked={ladder === "shown"} onPress={toggleLadder} />
    </div>
  );
}

/** On a desk: what else the chart can show, behind one button that says how much of it is on. */
export function PanesPopover() {
  const count = useView((view) => view.panes.length + view.marks.length);
  return (
    <Popover
      name="Panes"
      className="switches-popover"
      trigger={
        <button type="button" className="picker picker-inline">
          Panes{count > 0 && <span className="muted">{count} on</span>}
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <span className="control-name">Beside the map</span>
      <BesideSwitch />
      <span className="control-name">Under the map</span>
      <PaneSwitches />
      <span className="control-name">On the map</span>
      <MarkSwitches />
    </Popover>
  );
}

interface SwitchProps {
  readonly title: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onPress: () => void;
}

function Switch({ title, hint, checked, onPress }: SwitchProps) {
  return (
    <button type="button" className="switch" role="checkbox" aria-checked={checked} aria-label={title} onClick={onPress}>
      <span className="switch-box" aria-hidden="true" />
      <span>
        {title}
        <span className="switch-hint">{hint}</span>
      </span>
    </button>
  );
}
