import type { WrittenForm } from "#web/ui/locale.ts";
import type { Settings } from "./settings-store.ts";

/** What a person chose, or their system has, as Intl understands it; what it does not understand is as by default. */
export function writtenFormOf({ locale, zone }: Pick<Settings, "locale" | "zone">, system: WrittenForm): WrittenForm {
  return {
    locale: knownLocale(locale === "system" ? system.locale : locale) ?? "en-US",
    timeZone: knownZone(zone === "local" ? system.timeZone : zone) ?? "UTC",
  };
}

/** A browser may call its language by no name at all (`en-US@posix`, `C`). */
function knownLocale(tag: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    return undefined;
  }
}

function knownZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
