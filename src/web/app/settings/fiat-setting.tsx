import { useState } from "react";
import { fiatOf } from "#web/app/view/read-unit.ts";
import { changeSettings, useSettings } from "./settings-store.ts";
import { changeView, useView } from "#web/app/view/view-store.ts";

/** Another money and its rate, which only the person can know: this server asks nobody. */
export function FiatSetting() {
  const shared = useView((view) => view.fiat);
  const kept = useSettings((settings) => settings.fiat);
  const from = shared ?? kept;
  const [code, setCode] = useState(from?.code ?? "");
  const [rate, setRate] = useState(from ? String(from.perUsd) : "");
  const fiat = fiatOf(code, Number(rate.replace(",", ".")));
  const isUsed = fiat !== undefined && fiat.code === shared?.code && fiat.perUsd === shared.perUsd;
  return (
    <form
      className="fiat"
      onSubmit={(event) => {
        event.preventDefault();
        if (!fiat) return;
        changeSettings({ fiat });
        changeView({ unit: "fiat", fiat });
      }}
    >
      <label className="setting-field">
        Your money
        <input
          value={code}
          size={4}
          maxLength={3}
          placeholder="EUR"
          autoCapitalize="characters"
          autoComplete="off"
          onChange={({ target }) => setCode(target.value)}
        />
      </label>
      <label className="setting-field">
        for 1 USD
        <input value={rate} size={8} inputMode="decimal" placeholder="0.92" autoComplete="off" onChange={({ target }) => setRate(target.value)} />
      </label>
      <button type="submit" className="segment" disabled={!fiat || isUsed}>
        {isUsed ? "In use" : "Use this rate"}
      </button>
      <p className="setting-hint">No rate is fetched: amounts are labelled as counted at your rate.</p>
    </form>
  );
}
