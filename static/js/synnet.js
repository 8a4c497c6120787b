/* What pages gain with JavaScript; each of them works without. */
"use strict";
(() => {
  const script = document.currentScript;
  const root = document.documentElement;

  /* Light and dark */
  const toggle = document.querySelector("[data-theme-toggle]");
  const nameToggle = () => {
    const dark = root.dataset.bsTheme === "dark";
    toggle.setAttribute("aria-label", dark ? toggle.dataset.labelLight : toggle.dataset.labelDark);
  };
  if (toggle) {
    nameToggle();
    toggle.addEventListener("click", () => {
      root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      nameToggle();
      try {
        localStorage.setItem("theme", root.dataset.bsTheme);
      } catch {
        /* Private windows may refuse; the choice then lasts as long as the page. */
      }
    });
  }

  /* <form data-confirm="…"> asks before it sends */
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  /* A double click sends a form once */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (Date.now() - Number(form.dataset.sentAt || 0) < 1500) event.preventDefault();
    else form.dataset.sentAt = Date.now();
  });

  /* <details data-menu> closes on Escape and when one goes elsewhere */
  const closeMenus = (except) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* Long lists and lists to pick several from: type to find. Loaded only where there is one. */
  const LONG = 20;
  const loaded = new Promise((done) => {
    script.addEventListener("synnet:select", done, { once: true });
  });
  let asked = false;
  const loadSelect = () => {
    if (asked) return;
    asked = true;
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: script.dataset.selectStyle });
    document.head.insertBefore(style, document.head.querySelector('link[href*="colours"]'));
    const code = Object.assign(document.createElement("script"), { src: script.dataset.selectScript });
    code.addEventListener("load", () => script.dispatchEvent(new Event("synnet:select")));
    document.head.append(code);
  };
  const enhance = (within) => {
    const selects = [...within.querySelectorAll("select")].filter((select) => (
      select.multiple || select.options.length > LONG || "search" in select.dataset
    ));
    if (!selects.length) return;
    loadSelect();
    loaded.then(() => selects.filter((select) => !select.tomselect).forEach((select) => {
      select.setAttribute("aria-hidden", "true");
      new window.TomSelect(select, {
        plugins: select.multiple ? ["remove_button"] : [],
        maxOptions: 400,
        refreshThrottle: 0, // what is typed filters at once; a late list would take the focus back
        hideSelected: select.multiple,
      });
    }));
  };
  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.target));

  /* A fragment asked for after the session has ended: sign in, then come back to this page */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const reached = new URL(event.detail.xhr.responseURL || location.href, location.href);
    if (!reached.pathname.startsWith("/account/") || location.pathname.startsWith("/account/")) return;
    event.detail.shouldSwap = false;
    location.assign(`${reached.pathname}?next=${encodeURIComponent(location.pathname + location.search)}`);
  });
})();
