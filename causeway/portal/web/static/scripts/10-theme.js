// Appearance without reloading the page: the button's form is posted in the background.
"use strict";

(() => {
  const order = ["auto", "light", "dark"];

  function show(form, theme) {
    const root = document.documentElement;
    if (theme === "auto") {
      root.removeAttribute("data-theme");
    } else {
      root.dataset.theme = theme;
    }
    form.dataset.themeNow = theme;
    for (const button of form.querySelectorAll("button[data-shows]")) {
      button.hidden = button.dataset.shows !== theme;
    }
    form.querySelector("button:not([hidden])").focus();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-switch]");
    if (!form) {
      return;
    }
    event.preventDefault();
    const theme = order[(order.indexOf(form.dataset.themeNow) + 1) % order.length];
    const body = new FormData(form);
    body.set("theme", theme);
    show(form, theme);
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {
      window.causeway.toast(window.causeway.text("offline"), "bad");
    });
  });
})();
