// Before anything is painted: the theme that app/settings/settings-store.ts has kept, so that no page flashes in the other one. The rest is app/settings/page-look.ts.
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

// What the map needs is asked for at once, whatever waits for it; the build writes the names of its files beside the address of this one.
(() => {
  const { all, desk, phone } = document.currentScript.dataset;
  if (!all || location.pathname !== "/") return;
  const isPhone = matchMedia("(max-width: 899px), (max-height: 480px)").matches;
  const scripts = [...new Set(`${all} ${isPhone ? phone : desk}`.split(" "))].map((href) => ({ rel: "modulepreload", href, as: "script" }));
  for (const link of [...scripts, { rel: "preload", href: "/v1/markets", as: "fetch" }])
    document.head.append(Object.assign(document.createElement("link"), link, { crossOrigin: "anonymous" }));
})();
