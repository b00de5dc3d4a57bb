// Dialogs, menus, questions before something that cannot be taken back, copying.
"use strict";

(() => {
  function ask(question, button) {
    const dialog = document.getElementById("confirm-dialog");
    dialog.querySelector("[data-confirm-text]").textContent = question;
    dialog.querySelector("[data-confirm-yes]").textContent = button.textContent.trim();
    dialog.returnValue = "no";
    dialog.showModal();
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue === "yes") {
          button.dataset.confirmed = "yes";
          button.click();
        } else {
          button.focus();
        }
      },
      { once: true },
    );
  }

  // In the capturing phase, so that neither the form nor htmx sees a click that is not confirmed yet.
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("[data-confirm]");
      if (!button) {
        return;
      }
      if (button.dataset.confirmed) {
        delete button.dataset.confirmed;
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      ask(button.dataset.confirm, button);
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) {
      document.getElementById(opener.dataset.open).showModal();
    }
    const closer = event.target.closest("[data-close]");
    if (closer) {
      closer.closest("dialog").close();
    }
    // A click on the backdrop is a click on the dialog itself.
    if (event.target.matches("dialog")) {
      event.target.close();
    }
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      return;
    }
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) {
      return;
    }
    const field = document.getElementById(button.dataset.copy);
    field.select();
    // Without https there is no clipboard object; the text is selected then, and Ctrl+C does it.
    const done = navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.reject(new Error("none"));
    done
      .catch(() => {
        if (!document.execCommand("copy")) {
          throw new Error("not copied");
        }
      })
      .then(
        () => window.causeway.toast(window.causeway.text("copied")),
        () => field.focus(),
      );
  });
})();
