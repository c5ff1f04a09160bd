import "#web/styles/settings.css";
import type { ReactNode } from "react";
import { formatClock, formatFullTime, formatUsd, formatZone } from "#web/ui/format.ts";
import { Segments } from "#web/ui/segments.tsx";
import { FiatSetting } from "./fiat-setting.tsx";
import { PaletteSegments, UnitSegments } from "#web/app/controls/filters.tsx";
import { useWrittenForm } from "./page-look.ts";
import { THEME_CHOICES, type ThemeChoice, changeSettings, useSettings } from "./settings-store.ts";
import { ThinSetting } from "./thin-setting.tsx";
import { useNow } from "#web/app/connection/use-now.ts";

const THEME_LABELS: Readonly<Record<ThemeChoice, string>> = { dark: "Dark", light: "Light", system: "As the system" };
const THEMES = THEME_CHOICES.map((value) => ({ value, label: THEME_LABELS[value] }));
const MOTIONS = [
  { value: "system", label: "As the system" },
  { value: "reduced", label: "Reduced" },
] as const;

/** Languages whose way with numbers and dates can be chosen; the page's own words stay English. */
const LOCALES: readonly (readonly [tag: string, name: string])[] = [
  ["system", "As the system"],
  ["en-US", "1,234.5 (English)"],
  ["de-DE", "1.234,5 (Deutsch)"],
  ["de-CH", "1’234.5 (Schweiz)"],
  ["fr-FR", "1 234,5 (français)"],
  ["es-ES", "1234,5 (español)"],
  ["pt-BR", "1.234,5 (português)"],
  ["ru-RU", "1 234,5 (русский)"],
  ["tr-TR", "1.234,5 (Türkçe)"],
  ["en-IN", "12,34,567.8 (India)"],
  ["ja-JP", "1,234.5 (日本語)"],
  ["ko-KR", "1,234.5 (한국어)"],
  ["zh-CN", "1,234.5 (中文)"],
];

/** Every setting, each with what it changes. They act at once. */
export function SettingsForm() {
  const { theme, motion } = useSettings();
  return (
    <div className="settings">
      <Setting title="Theme">
        <Segments name="Theme" segments={THEMES} value={theme} onChange={(value) => changeSettings({ theme: value })} />
      </Setting>
      <Setting title="Palette" hint="Part of every link">
        <PaletteSegments />
      </Setting>
      <Setting title="Amounts in" hint="Part of every link">
        <UnitSegments />
        <FiatSetting />
      </Setting>
      <Setting title="Numbers and times">
        <LocaleSetting />
        <ZoneSetting />
        <Sample />
      </Setting>
      <Setting title="Reliability">
        <ThinSetting />
      </Setting>
      <Setting title="Motion">
        <Segments name="Motion" segments={MOTIONS} value={motion} onChange={(value) => changeSettings({ motion: value })} />
      </Setting>
    </div>
  );
}

interface SettingProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Setting({ title, hint, children }: SettingProps) {
  return (
    <section className="setting">
      <h3 className="setting-title">
        {title}
        {hint && <span className="setting-hint">{hint}</span>}
      </h3>
      {children}
    </section>
  );
}

function LocaleSetting() {
  const locale = useSettings((settings) => settings.locale);
  return (
    <label className="setting-field">
      Written as
      <select value={locale} onChange={({ target }) => changeSettings({ locale: target.value })}>
        {LOCALES.map(([tag, name]) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function ZoneSetting() {
  const zone = useSettings((settings) => settings.zone);
  return (
    <label className="setting-field">
      Time zone
      <select value={zone} onChange={({ target }) => changeSettings({ zone: target.value })}>
        <option value="UTC">UTC</option>
        <option value="local">As the system</option>
        {Intl.supportedValuesOf("timeZone")
          .filter((name) => name !== "UTC")
          .map((name) => (
            <option key={name} value={name}>
              {name.replaceAll("_", " ")}
            </option>
          ))}
      </select>
    </label>
  );
}

/** What has been chosen, as it is going to look. */
function Sample() {
  const now = useNow();
  useWrittenForm();
  return (
    <p className="setting-sample muted figure">
      {formatUsd(12_345_678)} · {formatFullTime(now)} · {formatClock(now)} {formatZone(now)}
    </p>
  );
}
