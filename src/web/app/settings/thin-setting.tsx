import { useState } from "react";
import { changeSettings, useSettings } from "./settings-store.ts";
import { floorOf } from "./thin-floor.ts";

/** Below which open interest a market counts as thin. Acts as it is typed; empty: as the server has it. */
export function ThinSetting() {
  const kept = useSettings((settings) => settings.thinBelowUsd);
  const [text, setText] = useState(kept === undefined ? "" : String(kept / 1e6));
  const isWrong = text.trim() !== "" && floorOf(text) === undefined;
  function write(next: string): void {
    setText(next);
    if (next.trim() === "" || floorOf(next) !== undefined) changeSettings({ thinBelowUsd: floorOf(next) });
  }
  return (
    <>
      <label className="setting-field">
        Thin below, $M
        <input
          value={text}
          size={10}
          inputMode="decimal"
          placeholder="server’s"
          autoComplete="off"
          aria-invalid={isWrong}
          aria-describedby="thin-hint"
          onChange={({ target }) => write(target.value)}
        />
      </label>
      <p className="setting-hint" id="thin-hint">
        {isWrong
          ? "A number of millions of dollars, or nothing."
          : "With less open interest a market is graded lower. 0: none is thin; empty: as the server has it."}
      </p>
    </>
  );
}
