// Menus of further buttons, and rows that are moved by buttons.
"use strict";

// A menu closes when another place is clicked, or by Escape, which gives the focus back.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".portal-more[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(".portal-more[open]")) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest(".portal-more[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) {
    menu.removeAttribute("open");
  }
});

// Saved rows change places as dragging would do it: the order is written into them.
const savedRows = (rows) => [...rows.querySelectorAll(":scope > .form-group.original")];

function showEnds(rows) {
  const saved = savedRows(rows);
  for (const [index, row] of saved.entries()) {
    const [up, down] = row.querySelectorAll(":scope [data-move]");
    if (!down) continue;
    up.disabled = index === 0;
    down.disabled = index === saved.length - 1;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const row = button.closest(".form-group.original");
  const rows = row.parentElement;
  const saved = savedRows(rows);
  const other = saved[saved.indexOf(row) + Number(button.dataset.move)];
  if (!other) return;
  if (button.dataset.move === "1") other.after(row);
  else other.before(row);
  sortRecords({ from: rows });
  showEnds(rows);
  row.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
  const next = button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button;
  next.focus();
  row.scrollIntoView({ block: "nearest" });
  const told = document.getElementById("portal-told");
  told.textContent = told.dataset.words
    .replace("{place}", savedRows(rows).indexOf(row) + 1)
    .replace("{count}", saved.length);
});

document.addEventListener("DOMContentLoaded", () => {
  // icons are words in their font, which nobody is to hear; boxes that scroll have English names
  for (const icon of document.querySelectorAll(".material-symbols-outlined")) {
    icon.setAttribute("aria-hidden", "true");
  }
  const { scrolls } = document.getElementById("portal-told")?.dataset ?? {};
  for (const box of document.querySelectorAll("[data-simplebar]")) {
    box.dataset.simplebarAriaLabel = scrolls;
  }
  for (const rows of document.querySelectorAll(".formset[data-ordering-field]")) {
    showEnds(rows);
    new MutationObserver(() => showEnds(rows)).observe(rows, { childList: true });
  }
});

// A field that is searched while one types is named as the list that it stands for.
function nameSearched() {
  for (const field of document.querySelectorAll("select.select2-hidden-accessible")) {
    const shown = field.nextElementSibling?.querySelector(".select2-selection");
    const label = field.labels?.[0]?.textContent.trim();
    if (!shown || !label || shown.getAttribute("aria-label") === label) continue;
    shown.removeAttribute("aria-labelledby");
    for (const part of [shown, shown.querySelector(".select2-selection__rendered")]) {
      part?.setAttribute("aria-label", label);
    }
  }
}
document.addEventListener("DOMContentLoaded", () => {
  nameSearched();
  new MutationObserver(nameSearched).observe(document.body, { childList: true, subtree: true });
});

// The column of what rows are dragged by has a head.
document.addEventListener("DOMContentLoaded", () => {
  const { order } = document.getElementById("portal-told")?.dataset ?? {};
  for (const head of document.querySelectorAll("#result_list thead th:empty")) {
    const words = document.createElement("span");
    words.className = "sr-only";
    words.textContent = order;
    head.append(words);
  }
});
