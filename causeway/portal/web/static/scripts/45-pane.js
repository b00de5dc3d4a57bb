// The chosen row beside its list, where the window is wide enough for both: a press on the row or P shows it, J and K
// walk on with it, Esc closes it, Enter opens the row's own page. The row stands in the address, so that coming back
// from its page, or sending the address on, shows the same. Elsewhere a press on a row opens its page, as without this.
"use strict";

(() => {
  const WALKING_MS = 150;
  const pane = document.querySelector("[data-list-pane]");
  const wide = window.matchMedia("(min-width: 1360px)");
  let dismissed = false;
  let waiting = 0;
  let asking = null;

  const rows = () => [...document.querySelectorAll("table.list tbody tr[data-row]")];
  const link = (row) => row.querySelector("a.title");
  const idOf = (row) => link(row).pathname.split("/").pop();
  const mayShow = () => Boolean(pane) && wide.matches;

  function choose(row) {
    for (const other of rows()) {
      other.classList.toggle("current", other === row);
      link(other).removeAttribute("aria-current");
    }
    if (row) {
      link(row).setAttribute("aria-current", "true");
    }
  }

  function remember(hash) {
    history.replaceState(history.state, "", location.pathname + location.search + hash);
  }

  // The list makes room only when there is something to put there: an empty pane says nothing and moves everything.
  function fill(text) {
    pane.innerHTML = text;
    pane.hidden = false;
    document.getElementById("main").classList.add("pane-open");
    window.causeway.showTab();
    pane.scrollTop = 0;
    for (const field of pane.querySelectorAll("[data-back]")) {
      field.value = location.pathname + location.search;
    }
    window.htmx.process(pane);
    document.dispatchEvent(new CustomEvent("causeway:shown", { detail: pane }));
    const row = rows().find((each) => each.classList.contains("current"));
    if (row) {
      row.scrollIntoView({ block: "nearest" });
    }
  }

  async function load(row) {
    if (asking) {
      asking.abort();
    }
    const request = new AbortController();
    asking = request;
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${link(row).pathname}/pane`, {
        headers: { "HX-Request": "true" },
        signal: request.signal,
      });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) {
        location.assign(elsewhere);
        return;
      }
      const text = await answer.text();
      if (asking !== request) {
        return;
      }
      asking = null;
      pane.removeAttribute("aria-busy");
      fill(text);
    } catch (error) {
      if (error.name !== "AbortError") {
        close();
        window.causeway.toast(window.causeway.text("offline"), "bad");
      }
    }
  }

  function show(row, delay = 0) {
    dismissed = false;
    choose(row);
    remember(`#${idOf(row)}`);
    clearTimeout(waiting);
    // Only walking waits, so that rows that are passed by are not asked for; the first row is shown at once.
    waiting = setTimeout(
      () => {
        waiting = 0;
        load(row);
      },
      pane.hidden && !asking ? 0 : delay,
    );
    row.scrollIntoView({ block: "nearest" });
  }

  // Open, or about to be.
  const isOpen = () => !pane.hidden || Boolean(asking) || Boolean(waiting);

  function close() {
    clearTimeout(waiting);
    waiting = 0;
    if (asking) {
      asking.abort();
      asking = null;
    }
    pane.removeAttribute("aria-busy");
    const held = pane.contains(document.activeElement);
    pane.hidden = true;
    pane.replaceChildren();
    document.getElementById("main").classList.remove("pane-open");
    remember("");
    const row = rows().find((each) => each.classList.contains("current"));
    if (row) {
      link(row).removeAttribute("aria-current");
      if (held) {
        link(row).focus();
      }
    }
  }

  // For the other scripts: whether the row is shown beside the list instead of being opened.
  window.causeway.showBeside = (row) => {
    if (!mayShow()) {
      return false;
    }
    show(row);
    return true;
  };

  window.causeway.walkedTo = (row) => {
    if (mayShow() && !dismissed) {
      show(row, WALKING_MS);
    }
  };

  if (!pane) {
    return;
  }

  pane.addEventListener("click", (event) => {
    if (event.target.closest("[data-pane-close]")) {
      dismissed = true;
      close();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || window.causeway.isTyping(event.target)) {
      return;
    }
    if (document.querySelector("dialog[open], details[data-menu][open]") || !mayShow()) {
      return;
    }
    // Where rows are selected, the first Esc clears the selection.
    if (event.key === "Escape" && isOpen() && !document.querySelector("[data-check]:checked")) {
      dismissed = true;
      close();
    }
    if (event.key.toLowerCase() === "p") {
      event.preventDefault();
      if (!isOpen()) {
        show(rows().find((row) => row.classList.contains("current")) || rows()[0]);
      } else {
        dismissed = true;
        close();
      }
    }
  });

  const chosen = location.hash && rows().find((row) => `#${idOf(row)}` === location.hash);
  if (chosen && mayShow()) {
    show(chosen);
  }
})();
