/* Small helps; every page works without them. ES2019, no library. */
(function () {
  "use strict";

  const BUSY = "正在办理…";
  const DOWNLOAD_BACK = 4000;
  const kept = new Map();
  const changed = new Set();
  let pressed = null;

  /* A pressed button says that it is at work; the form cannot be sent twice. */
  function rest(form) {
    const held = kept.get(form);
    kept.delete(form);
    if (held && held.button) {
      held.button.textContent = "";
      held.nodes.forEach((node) => held.button.appendChild(node));
      held.button.removeAttribute("aria-disabled");
    }
  }

  function work(form) {
    const button = pressed && pressed.form === form ? pressed : form.querySelector("button:not([type=button])");
    kept.set(form, { button: button, nodes: button ? Array.from(button.childNodes) : [] });
    if (button) {
      button.setAttribute("aria-live", "polite");
      button.textContent = button.dataset.busy || BUSY;
      button.setAttribute("aria-disabled", "true");
    }
    if ("download" in form.dataset) setTimeout(() => rest(form), DOWNLOAD_BACK);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, input[type=submit]");
    if (button && button.form) pressed = button;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (kept.has(form)) {
      event.preventDefault();
      return;
    }
    changed.delete(form);
    work(form);
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) Array.from(kept.keys()).forEach(rest);
  });

  /* A form that was changed and not sent asks before it is left. */
  function touch(event) {
    const form = event.target.form;
    if (form && form.matches("form.form:not([data-unguarded])")) changed.add(form);
  }

  document.addEventListener("input", touch);
  document.addEventListener("change", touch);
  document.querySelectorAll("form[data-changed]").forEach((form) => changed.add(form));
  window.addEventListener("beforeunload", (event) => {
    if (changed.size === 0 || kept.size > 0) return;
    event.preventDefault();
    event.returnValue = "";
  });

  /* Menus close when one looks elsewhere. */
  function close(except) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  }

  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest ? event.target.closest("details.menu[open]") : null;
    close(null);
    if (menu) menu.querySelector("summary").focus();
  });

  /* One box for all boxes of a list. */
  document.querySelectorAll("[data-choose-all]").forEach((all) => {
    all.hidden = false;
    all.addEventListener("change", () => {
      all.form.querySelectorAll("td.choose input[type=checkbox]").forEach((box) => {
        box.checked = all.checked;
      });
    });
  });

  /* In a row that is moved sideways the entry of this page is in sight. */
  document.querySelectorAll(".tabs").forEach((row) => {
    const here = row.querySelector("[aria-current]");
    if (here) row.scrollLeft = here.getBoundingClientRect().left - row.getBoundingClientRect().left - 48;
  });

  /* Explanations are printed opened. */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details.why:not([open]), .tree details:not([open])"));
    opened.forEach((each) => { each.open = true; });
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((each) => { each.open = false; });
  });

  /* Skipping to the text leaves the address as it is: a form sent from #main would come back with the focus there. */
  const skip = document.querySelector(".skip");
  if (skip) {
    skip.addEventListener("click", (event) => {
      event.preventDefault();
      document.querySelector(skip.hash).focus();
    });
  }

  const summary = document.querySelector(".summary");
  if (summary) summary.focus();
})();
