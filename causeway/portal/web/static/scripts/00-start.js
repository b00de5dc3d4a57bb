// Says that scripts run, so that what needs them is shown. Everything in these files is an addition: each page works
// without it. Written for Chromium 100; no library besides htmx.
"use strict";

document.documentElement.classList.add("scripted");

window.causeway = {
  // Texts come translated from the page.
  text(name) {
    const texts = document.getElementById("failure-texts");
    return texts ? texts.dataset[name] || "" : "";
  },

  // Where the tabs do not all fit, the current one is the one to be seen.
  showTab() {
    for (const tab of document.querySelectorAll(".tabs a[aria-current]")) {
      tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  },

  isTyping(target) {
    return Boolean(target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"));
  },
};

document.addEventListener("DOMContentLoaded", () => window.causeway.showTab());
