// Short messages that float: made here for what goes wrong on the way, or sent by the server with a page.
"use strict";

(() => {
  const SECONDS = 8;

  function box() {
    return document.getElementById("toasts");
  }

  function retire(toast) {
    let timer = setTimeout(() => toast.remove(), SECONDS * 1000);
    const hold = () => clearTimeout(timer);
    const go = () => {
      clearTimeout(timer);
      timer = setTimeout(() => toast.remove(), SECONDS * 1000);
    };
    // WCAG 2.2.1: whoever reads or reaches for the button is not hurried.
    toast.addEventListener("mouseenter", hold);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("mouseleave", go);
    toast.addEventListener("focusout", go);
  }

  window.causeway.toast = (text, tone = "ok") => {
    const template = document.getElementById("toast-template");
    if (!template || !box() || !text) {
      return;
    }
    const toast = template.content.firstElementChild.cloneNode(true);
    toast.classList.remove("ok");
    toast.classList.add(tone);
    toast.querySelector("span").textContent = text;
    box().append(toast);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) {
      button.closest(".toast").remove();
    }
  });

  const shelf = box();
  if (shelf) {
    for (const toast of shelf.querySelectorAll(".toast")) {
      retire(toast);
    }
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) {
          if (node.nodeType === Node.ELEMENT_NODE && node.matches(".toast")) {
            retire(node);
          }
        }
      }
    }).observe(shelf, { childList: true });
  }

  // What htmx could not do: the server did not answer, or answered with a page that is no fragment.
  document.addEventListener("htmx:error", () => window.causeway.toast(window.causeway.text("offline"), "bad"));
})();
