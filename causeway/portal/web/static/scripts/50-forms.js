// Forms: one press is one post, and the first field that is wrong has the focus after a refusal.
"use strict";

(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });

  // Coming back by the browser's button restores the page as it was left: let its forms work again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
    }
  });

  document.addEventListener("htmx:finally:request", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
    }
  });

  const wrong = document.querySelector("main [aria-invalid=true]");
  if (wrong) {
    wrong.focus();
  }
})();
