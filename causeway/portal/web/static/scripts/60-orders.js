// The list's bulk bar, and the answer form of an order: what is typed is weighed at once, the server decides.
"use strict";

// ---- the list: the bulk bar is there while something is selected
(() => {
  function show(form) {
    const bar = form.querySelector("[data-bulk]");
    if (!bar) {
      return;
    }
    const count = form.querySelectorAll("[data-check]:checked").length;
    bar.hidden = count === 0;
    bar.querySelector("[data-bulk-count]").textContent =
      count === 1 ? bar.dataset.one : bar.dataset.many.replace("{count}", count);
  }

  function clear(form) {
    for (const box of form.querySelectorAll("input[type=checkbox]:checked")) {
      box.checked = false;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  for (const form of document.querySelectorAll("[data-order-list]")) {
    for (const box of form.querySelectorAll("[data-check]:checked")) {
      box.closest("tr").classList.add("selected");
    }
    show(form);
    form.addEventListener("change", () => show(form));
    form.addEventListener("click", (event) => {
      if (event.target.closest("[data-bulk-clear]")) {
        clear(form);
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !window.causeway.isTyping(event.target) && form.isConnected) {
        clear(form);
      }
    });
  }
  // Coming back by the browser's button may restore ticks after this ran.
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-order-list]").forEach(show));
})();

// ---- the answer form
(() => {
  const SCALE = 1000000n;
  const DAY = 24 * 3600 * 1000;

  // Exact, in millionths; null for what the server would refuse or ask about, which it then says in words.
  function parse(text) {
    const plain = text.normalize("NFKC").trim().replace(/[\s'’]/g, "");
    if (/^[1-9]\d{0,2}\.\d{3}$/.test(plain)) {
      return null;
    }
    let number = null;
    if (/^(\d+(\.\d+)?|\.\d+)$/.test(plain)) {
      number = plain;
    } else if (/^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain)) {
      number = plain.replace(/,/g, "");
    } else if (/^([1-9]\d{0,2}(\.\d{3}){2,}(,\d+)?|[1-9]\d{0,2}(\.\d{3})+,\d+)$/.test(plain)) {
      number = plain.replace(/\./g, "").replace(",", ".");
    }
    if (number === null) {
      return null;
    }
    const [whole, decimals = ""] = number.split(".");
    return decimals.length > 6 ? null : BigInt(whole || "0") * SCALE + BigInt((decimals + "000000").slice(0, 6));
  }

  function plain(value) {
    const decimals = (value % SCALE).toString().padStart(6, "0").replace(/0+$/, "");
    const whole = (value / SCALE).toString();
    if (!decimals) {
      return whole;
    }
    // Three decimals behind a short number could be read as thousands: one zero more, as the server writes it.
    const short = decimals.length === 3 && whole !== "0" && whole.length <= 3;
    return `${whole}.${decimals}${short ? "0" : ""}`;
  }

  const inputs = (line) => [...line.querySelectorAll("[data-delivery] input")];
  const rows = (line) => [...line.querySelectorAll("[data-delivery]")];
  const chosen = (line) => (line.querySelector(".reply-choice input:checked") || { value: "" }).value;

  function choose(line, value) {
    for (const radio of line.querySelectorAll(".reply-choice input")) {
      radio.checked = radio.value === value;
    }
  }

  const asked = (line) => JSON.parse(line.dataset.asked);

  function isAsAsked(line) {
    return rows(line).length === asked(line).length && inputs(line).every((field) => field.value === field.dataset.default);
  }

  function weigh(line) {
    let total = 0n;
    for (const row of rows(line)) {
      const quantity = parse(row.querySelector("input").value);
      if (quantity === null) {
        return null;
      }
      total += quantity;
    }
    return total;
  }

  function showDelta(row, form) {
    const day = row.querySelector("input[type=date]");
    const delta = row.querySelector("[data-delta]");
    const asked = day.dataset.requested;
    delta.textContent = "";
    delta.className = "delta num";
    if (!asked || !day.value || !day.valueAsDate) {
      return;
    }
    const days = Math.round((day.valueAsDate - new Date(`${asked}T00:00:00Z`)) / DAY);
    if (days !== 0) {
      delta.textContent = days > 0 ? `+${days}` : `${days}`;
      delta.title = (days > 0 ? form.dataset.late : form.dataset.early).replace("{count}", Math.abs(days));
      delta.classList.add(days > 0 ? "late" : "early");
    }
  }

  function isLate(line) {
    return [...line.querySelectorAll("[data-delta]")].some((delta) => delta.classList.contains("late"));
  }

  function show(form, line) {
    const choice = chosen(line);
    const ordered = parse(line.dataset.ordered);
    const total = weigh(line);
    const list = rows(line);
    for (const row of list) {
      row.querySelector("[data-remove]").hidden = list.length < 2;
      showDelta(row, form);
    }
    const short = choice === "change" && total !== null && total < ordered;
    const sum = line.querySelector("[data-sum]");
    sum.textContent = "";
    sum.className = "sum num";
    if (choice === "change" && total !== null && total !== ordered) {
      const over = total > ordered;
      const left = over ? total - ordered : ordered - total;
      sum.textContent = (over ? form.dataset.over : form.dataset.short).replace("{quantity}", plain(left));
      sum.classList.add(over ? "late" : "early");
    } else if (choice === "change" && list.length > 1 && total !== null) {
      sum.textContent = form.dataset.full;
      sum.classList.add("on-time");
    }
    line.classList.toggle("rejecting", choice === "reject");
    line.classList.toggle("short", short);
    line.classList.toggle("explaining", choice === "reject" || short || (choice === "change" && isLate(line)));
    line.classList.toggle("answered", choice !== "");
  }

  function count(form) {
    const lines = [...form.querySelectorAll("[data-line]")];
    const answered = lines.filter((line) => chosen(line) !== "").length;
    const text = form.querySelector("[data-answered]");
    text.textContent = answered
      ? text.dataset.some.replace("{count}", answered).replace("{total}", text.dataset.total)
      : text.dataset.none;
    form.querySelector("[data-send]").classList.toggle("primary", answered > 0);
    const whole = document.querySelector("[data-whole] .button");
    if (whole) {
      whole.classList.toggle("primary", answered === 0);
    }
  }

  function refresh(form, line) {
    show(form, line);
    count(form);
  }

  function forget(part) {
    for (const field of part.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
    }
    for (const error of part.querySelectorAll(".field-error")) {
      error.remove();
    }
  }

  // A row of deliveries like the last one, with that behind it which was asked for in its place.
  function addRow(line) {
    const list = rows(line);
    const row = list[list.length - 1].cloneNode(true);
    const all = asked(line);
    const [quantity, day] = all[list.length] || ["", ""];
    const fields = row.querySelectorAll("input");
    fields[0].dataset.default = quantity;
    fields[1].dataset.default = day;
    fields[1].dataset.requested = (all[list.length] || all[all.length - 1])[1];
    forget(row);
    list[list.length - 1].after(row);
    return row;
  }

  function reset(line) {
    const wanted = asked(line);
    for (const row of rows(line).slice(wanted.length)) {
      row.remove();
    }
    while (rows(line).length < wanted.length) {
      addRow(line);
    }
    rows(line).forEach((row, position) => {
      const fields = row.querySelectorAll("input");
      fields.forEach((field, at) => {
        field.value = field.dataset.default = wanted[position][at];
      });
      fields[1].dataset.requested = wanted[position][1];
    });
    forget(line);
  }

  function add(line) {
    const ordered = parse(line.dataset.ordered);
    const total = weigh(line);
    const quantity = addRow(line).querySelector("input");
    quantity.value = total !== null && total < ordered ? plain(ordered - total) : "";
    choose(line, "change");
    quantity.focus();
  }

  function onChange(form, event) {
    const line = event.target.closest("[data-line]");
    if (!line) {
      return;
    }
    if (event.target.matches(".reply-choice input") && event.target.value === "accept") {
      // Accepting sets back what had been typed.
      reset(line);
    }
    refresh(form, line);
  }

  function onInput(form, event) {
    const line = event.target.closest("[data-line]");
    if (!line || !event.target.closest("[data-delivery]")) {
      return;
    }
    event.target.removeAttribute("aria-invalid");
    if (!isAsAsked(line)) {
      choose(line, "change");
    } else if (chosen(line) === "change") {
      choose(line, "");
    }
    refresh(form, line);
  }

  function onClick(form, event) {
    const line = event.target.closest("[data-line]");
    const adds = event.target.closest("[data-add]");
    const removes = event.target.closest("[data-remove]");
    const radio = event.target.closest(".reply-choice input");
    if (line && (adds || removes)) {
      event.preventDefault();
      if (adds) {
        add(line);
      } else {
        removes.closest("[data-delivery]").remove();
        if (isAsAsked(line)) {
          choose(line, "");
        }
        line.querySelector("[data-delivery] input").focus();
      }
      refresh(form, line);
    } else if (line && radio && line.dataset.former === radio.value) {
      // A second press takes the choice back: the line is left for later.
      radio.checked = false;
      refresh(form, line);
    }
    for (const each of form.querySelectorAll("[data-line]")) {
      each.dataset.former = chosen(each);
    }
  }

  function onKey(form, event) {
    const field = event.target.closest("[data-delivery] input, [data-more] input");
    if (!field) {
      return;
    }
    if (event.key === "Enter") {
      // Enter keeps what was typed and goes on to the next field; only the button sends.
      event.preventDefault();
      const fields = [...form.querySelectorAll("[data-delivery] input, [data-send]")].filter((each) => each.offsetParent);
      const next = fields[fields.indexOf(field) + 1];
      if (next) {
        next.focus();
      }
    } else if (event.key === "Escape" && field.dataset.before !== undefined) {
      event.preventDefault();
      field.value = field.dataset.before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function prepare(form) {
    form.addEventListener("change", (event) => onChange(form, event));
    form.addEventListener("input", (event) => onInput(form, event));
    form.addEventListener("click", (event) => onClick(form, event));
    form.addEventListener("keydown", (event) => onKey(form, event));
    form.addEventListener("focusin", (event) => {
      if (event.target.matches("[data-delivery] input")) {
        event.target.dataset.before = event.target.value;
      }
    });
    for (const line of form.querySelectorAll("[data-line]")) {
      line.dataset.former = chosen(line);
      show(form, line);
    }
    count(form);
  }

  document.querySelectorAll("form[data-answer]").forEach(prepare);

  // What could be taken back has left when its seconds are over; so has the offer.
  function expire(root) {
    for (const notice of root.querySelectorAll("[data-seconds]")) {
      setTimeout(() => notice.remove(), Number(notice.dataset.seconds) * 1000);
    }
  }
  expire(document);
  document.addEventListener("causeway:shown", (event) => expire(event.detail));
})();
