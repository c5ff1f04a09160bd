// Before anything is painted: the theme that app/settings-store.ts has kept, so that no page flashes in the other one. The rest is ap./page-look.ts.
(() => {
  let theme = "dark";
  try {
    theme = JSON.parse(localStorage.getItem("powderkeg-settings") ?? "null")?.state?.theme ?? theme;
  } catch {
    // Storage may be shut to the page, or hold what is not ours: the default stands.
  }
  const isLight = theme === "light" || (theme === "system" && matchMedia("(prefers-color-scheme: light)").matches);
  document.documentElement.dataset.theme = isLight ? "light" : "dark";
})();
