// Keyboard shortcuts, selection and dialogs. The page works without them; all state is on the server.
"use strict";
(() => {
  const KEYS = { a: "dlg-assign", s: "dlg-status", n: "dlg-note", r: "dlg-reminder", b: "dlg-batch", p: "dlg-packet", "?": "help" };
  const picked = new Set();
  let at = null;

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const rows = () => all("tr.dispute");
  const rowOf = (id) => document.getElementById("d-" + id);
  const idOf = (row) => row.dataset.dispute.split(".")[0];

  function goTo(row) {
    if (!row) return;
    all("tr.at").forEach((each) => each.classList.remove("at"));
    row.classList.add("at");
    at = idOf(row);
    row.querySelector("a.open").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    const top = row.getBoundingClientRect().top;
    if (top < 60) window.scrollBy(0, top - 60);
    const rest = window.innerHeight - row.getBoundingClientRect().bottom;
    if (rest < 90) window.scrollBy(0, 90 - rest);
  }

  function step(by) {
    const list = rows();
    if (!list.length) return;
    const here = at && rowOf(at) ? list.indexOf(rowOf(at)) : by > 0 ? -1 : list.length;
    goTo(list[Math.min(Math.max(here + by, 0), list.length - 1)]);
  }

  function pick(row, is) {
    if (!row) return;
    const id = idOf(row);
    is ? picked.add(id) : picked.delete(id);
    show();
  }

  function show() {
    let cents = 0;
    rows().forEach((row) => {
      const is = picked.has(idOf(row));
      row.classList.toggle("picked", is);
      row.classList.toggle("at", idOf(row) === at);
      const box = row.querySelector("input[type=checkbox]");
      if (box) box.checked = is;
      if (is) cents += Math.round(Number(row.dataset.short) * 100);
    });
    const bulk = document.getElementById("bulk");
    if (!bulk) return;
    bulk.hidden = picked.size === 0;
    document.getElementById("bulk-count").textContent = String(picked.size);
    document.getElementById("bulk-dollars").textContent =
      "$" + (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }

  // The disputes that a dialog acts on: the selection, else the current row, else the claim of the page.
  function targets() {
    const chosen = picked.size ? [...picked].map(rowOf).filter(Boolean) : at && rowOf(at) ? [rowOf(at)] : [];
    if (chosen.length) return chosen.map((row) => row.dataset.dispute);
    const claim = document.querySelector("[data-claim]");
    return claim ? [claim.dataset.claim] : [];
  }

  function open(id) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    if (dialog.classList.contains("act")) {
      const chosen = targets();
      if (!chosen.length) return showError("Nothing is selected. Move to a dispute with j, or select it with x.");
      const place = dialog.querySelector(".targets");
      place.replaceChildren(...chosen.map((value) => {
        const input = document.createElement("input");
        input.type = "hidden"; input.name = "dispute"; input.value = value;
        return input;
      }));
      dialog.querySelector(".targets-count").textContent = chosen.length > 1 ? chosen.length + " disputes" : "";
      dialog.querySelector(".problem").replaceChildren();
      all("[data-here]", dialog).forEach((input) => { input.value = location.pathname + location.search; });
      all("[data-needs]", dialog).forEach(need);
    }
    dialog.showModal();
  }

  function need(select) {
    all("[data-for]", select.form).forEach((group) => {
      const is = group.dataset.for === select.value;
      group.hidden = !is;
      group.disabled = !is;
    });
  }

  function showError(text) {
    const place = document.getElementById("flash");
    const box = document.createElement("div");
    box.className = "flash wrong";
    box.textContent = text;
    if (place) place.replaceChildren(box);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      if (inField) inField.blur();
      else { picked.clear(); show(); }
      return;
    }
    if (inField) return;
    const acts = {
      j: () => step(1), k: () => step(-1),
      x: () => { const row = at && rowOf(at); if (row) pick(row, !picked.has(at)); },
      "/": () => document.getElementById("search")?.focus(),
      f: () => document.getElementById("f-payer")?.focus(),
      u: () => all('button[data-key="u"]').at(-1)?.click(),
      q: () => document.querySelector('a[data-key="q"]')?.click(),
    };
    const act = acts[event.key] ?? (KEYS[event.key] && (() => open(KEYS[event.key])));
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) return open(opener.dataset.open);
    if (event.target.closest("[data-close]")) return event.target.closest("dialog").close();
    if (event.target.closest("[data-clear]")) { picked.clear(); return show(); }
    const row = event.target.closest("tr.dispute");
    if (!row) return;
    at = idOf(row);
    if (event.target.matches("input[type=checkbox]")) return pick(row, event.target.checked);
    show();
  });

  document.addEventListener("change", (event) => { if (event.target.matches("[data-needs]")) need(event.target); });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr.dispute");
    if (row && idOf(row) !== at) { at = idOf(row); show(); }
  });
  document.addEventListener("submit", (event) => {
    const dialog = event.target.closest("dialog");
    // A packet is a download, so the page stays and the dialog must close here.
    if (dialog && event.target.getAttribute("action") === "/packet") dialog.close();
  });

  // An error appears in the dialog, beside the input; success closes the dialog.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const dialog = event.detail.requestConfig.elt.closest("dialog");
    if (dialog && event.detail.xhr.status >= 400) event.detail.target = dialog.querySelector(".problem");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const dialog = event.detail.elt.closest("dialog");
    if (!dialog || !event.detail.successful) return;
    dialog.close();
    all("textarea", dialog).forEach((field) => { field.value = ""; });
    if (at && rowOf(at)) goTo(rowOf(at));
  });
  document.addEventListener("htmx:sendError", () => showError("The server cannot be reached. Nothing was saved."));
  document.addEventListener("htmx:afterSettle", show);
  all("[data-needs]").forEach(need);
})();
