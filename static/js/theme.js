/* Before the page is drawn: light or dark, as chosen here or by the system. */
"use strict";
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const show = () => {
    root.dataset.bsTheme = chosen() || (system.matches ? "dark" : "light");
  };

  root.classList.add("js");
  show();
  system.addEventListener("change", show);
})();
