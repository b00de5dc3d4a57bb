// Lists by key: J and K move, Enter opens, X selects; / and Ctrl+K search; ? shows the keys. A button or link with
// data-key="Y" is pressed by that key. Not while somebody types.
"use strict";

(() => {
  const rows = () => [...document.querySelectorAll("table.list tbody tr[data-row]")].filter((row) => row.offsetParent);

  function current(list) {
    return list.findIndex((row) => row.classList.contains("current"));
  }

  function move(step) {
    const list = rows();
    if (!list.length) {
      return;
    }
    const before = current(list);
    const next = before < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(before + step, 0), list.length - 1);
    for (const row of list) {
      row.classList.remove("current");
    }
    list[next].classList.add("current");
    const link = list[next].querySelector("a.title");
    if (link) {
      link.focus({ preventScroll: true });
    }
    list[next].scrollIntoView({ block: "nearest" });
    window.causeway.walkedTo(list[next]);
  }

  function open() {
    const row = rows().find((candidate) => candidate.classList.contains("current"));
    const link = row && row.querySelector("a.title");
    if (link) {
      link.click();
    }
    return Boolean(link);
  }

  function select() {
    const row = rows().find((candidate) => candidate.classList.contains("current"));
    const box = row && row.querySelector("input[type=checkbox]");
    if (box) {
      box.click();
    }
  }

  function search() {
    const field = document.querySelector("[data-search]");
    if (field) {
      field.focus();
      field.select();
    }
    return Boolean(field);
  }

  function press(key) {
    const wanted = [...document.querySelectorAll("[data-key]")].find(
      (button) => button.dataset.key.toLowerCase() === key && button.offsetParent && !button.disabled,
    );
    if (wanted) {
      wanted.click();
    }
    return Boolean(wanted);
  }

  const commands = {
    j: () => move(1),
    k: () => move(-1),
    x: select,
    "/": search,
    "?": () => document.getElementById("keyboard-help").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === "k") {
      if (search()) {
        event.preventDefault();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (window.causeway.isTyping(event.target)) {
      return;
    }
    if (key === "z") {
      const undo = document.querySelector(".toast form button");
      if (undo) {
        event.preventDefault();
        undo.click();
      }
      return;
    }
    // On a link or button Enter is already the browser's.
    if (key === "enter" && event.target === document.body && open()) {
      event.preventDefault();
      return;
    }
    if (commands[key]) {
      event.preventDefault();
      commands[key]();
    } else if (key.length === 1 && press(key)) {
      event.preventDefault();
    }
  });

  // A click anywhere in a row opens it, as long as it is not on something of its own and no text is being selected.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("table.list tr[data-row]");
    const own = event.target.closest("a, button, input, label, select, summary, form");
    // A list of orders is itself inside a form: only what lies within the row counts.
    if (!row || (own && row.contains(own)) || String(getSelection())) {
      return;
    }
    const link = row.querySelector("a.title");
    if (link && !window.causeway.showBeside(row)) {
      link.click();
    }
  });

  // One box that ticks all others of its table.
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-select-all]");
    if (all) {
      for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]:not(:disabled)")) {
        if (box.checked !== all.checked) {
          box.checked = all.checked;
          box.dispatchEvent(new Event("change", { bubbles: true }));
        }
      }
    }
    const row = event.target.closest("tr[data-row]");
    if (row && event.target.matches("input[type=checkbox]")) {
      row.classList.toggle("selected", event.target.checked);
    }
  });
})();
