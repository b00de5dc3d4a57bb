/*
 * The message inspector: what is pointed at on one side is marked on the other, and arrow keys walk the segments.
 * Everything can be read and reached without this file; it only saves the eye the search.
 */
(() => {
  "use strict";

  const linesOf = (inspector, segment) => inspector.querySelectorAll(`[data-segment="${CSS.escape(segment)}"]`);

  const mark = (inspector, segment) => {
    if (inspector.dataset.marked === segment) return;
    inspector.querySelectorAll(".linked").forEach((line) => line.classList.remove("linked"));
    inspector.dataset.marked = segment;
    if (segment) linesOf(inspector, segment).forEach((line) => line.classList.add("linked"));
  };

  /* Bring the counterpart into view inside its own pane, without moving the page. */
  const reveal = (inspector, segment, from) => {
    inspector.querySelectorAll("[data-pane]").forEach((pane) => {
      if (pane.contains(from) || pane.scrollHeight <= pane.clientHeight) return;
      const line = pane.querySelector(`[data-segment="${CSS.escape(segment)}"]`);
      if (!line) return;
      const top = line.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      if (top < 0 || top > pane.clientHeight - 40) pane.scrollTop += top - pane.clientHeight / 3;
    });
  };

  const lineAt = (event) => event.target instanceof Element && event.target.closest("[data-segment]");
  const inspectorAt = (event) => event.target instanceof Element && event.target.closest("[data-inspector]");

  document.addEventListener("pointerover", (event) => {
    const inspector = inspectorAt(event);
    if (!inspector || event.pointerType === "touch") return;
    const line = lineAt(event);
    mark(inspector, line ? line.dataset.segment : "");
  });

  document.addEventListener("focusin", (event) => {
    const line = lineAt(event);
    const inspector = inspectorAt(event);
    if (!line || !inspector) return;
    mark(inspector, line.dataset.segment);
    reveal(inspector, line.dataset.segment, line);
  });

  document.addEventListener("click", (event) => {
    const line = lineAt(event);
    const inspector = inspectorAt(event);
    if (!line || !inspector) return;
    mark(inspector, line.dataset.segment);
    reveal(inspector, line.dataset.segment, line);
  });

  const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !inspectorAt(event)) return;
    const link = event.target.closest("a.line-number");
    const pane = event.target.closest("[data-pane]");
    if (!link || !pane) return;
    const links = [...pane.querySelectorAll("a.line-number")];
    const last = links.length - 1;
    let next = null;
    if (event.key in STEPS) next = Math.min(last, Math.max(0, links.indexOf(link) + STEPS[event.key]));
    if (event.key === "Home") next = 0;
    if (event.key === "End") next = last;
    if (next === null) return;
    event.preventDefault();
    rove(links, links[next]);
    links[next].focus();
  });

  /* One stop for the tab key in each pane, instead of one for every line. */
  const rove = (links, chosen) => links.forEach((link) => { link.tabIndex = link === chosen ? 0 : -1; });

  const prepare = (root) => {
    root.querySelectorAll("[data-inspector]").forEach((inspector) => {
      inspector.querySelectorAll("[data-pane]").forEach((pane) => {
        const links = [...pane.querySelectorAll("a.line-number")];
        if (links.length) rove(links, links.find((link) => location.hash && link.hash === location.hash) || links[0]);
      });
      const line = location.hash.startsWith("#s") && inspector.querySelector(location.hash);
      if (line) mark(inspector, line.dataset.segment);
    });
  };

  window.addEventListener("hashchange", () => prepare(document));
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:after:swap", () => prepare(document));
  document.addEventListener("causeway:shown", () => prepare(document));
})();
