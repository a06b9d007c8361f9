// What the theme's rows lack.
"use strict";

// The policy of the admin allows neither style sheets inside of pages nor programs in answers.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
// A key pressed at once after an answer meets buttons that are at work already.
htmx.config.defaultSettleDelay = 0;

// A text that is there to be copied is chosen whole.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select-all]")) event.target.select();
});

// Removing a new row renumbers those behind it by rewriting their HTML: what was typed into them
// must stand in the HTML first, or it is lost.
document.addEventListener(
  "click",
  (event) => {
    const remove = event.target.closest(".delete-template");
    if (!remove) return;
    for (const field of remove.closest(".formset").querySelectorAll("input, textarea, option")) {
      if (field.matches("textarea")) field.textContent = field.value;
      else if (field.matches("option")) field.toggleAttribute("selected", field.selected);
      else if (/checkbox|radio/.test(field.type)) field.toggleAttribute("checked", field.checked);
      else if (field.type !== "file") field.setAttribute("value", field.value);
    }
  },
  true,
);

// A page that comes back with a mistake to mend shows the rows where they were dragged to.
document.addEventListener("DOMContentLoaded", () => {
  for (const rows of document.querySelectorAll(".formset[data-ordering-field]")) {
    const place = (row) =>
      Number(row.querySelector(`input[name$="-${rows.dataset.orderingField}"]`)?.value);
    const saved = [...rows.querySelectorAll(":scope > .form-group.original")];
    const sorted = [...saved].sort((a, b) => place(a) - place(b));
    if (sorted.every((row, index) => row === saved[index])) continue;
    const after = saved.at(-1).nextSibling;
    for (const row of sorted) rows.insertBefore(row, after);
  }
});

// On a phone each value stands beside its label, which begins with a capital. In a list without
// links and boxes the theme takes the first value for a box to tick: it gets the head of its column.
document.addEventListener("DOMContentLoaded", () => {
  for (const cell of document.querySelectorAll("#result_list td[data-label]:first-child")) {
    const head = cell.closest("table").querySelector("thead th .text");
    if (head && !cell.querySelector("input")) cell.dataset.label = head.textContent;
  }
  for (const cell of document.querySelectorAll("[data-label]")) {
    const label = cell.dataset.label.trim();
    cell.dataset.label = label.charAt(0).toLocaleUpperCase("vi") + label.slice(1);
  }
});

// Where a page asks, the form before it still holds what was typed.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-back]") || history.length < 2) return;
  event.preventDefault();
  history.back();
});

// How far letters are is put anew; what tells nothing of that, as the page of signing in, is not.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("[data-sending]") && document.hidden) event.preventDefault();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const asksFor = event.detail.requestConfig?.elt;
  if (!asksFor?.matches("[data-sending]")) return;
  event.detail.shouldSwap = event.detail.serverResponse.startsWith("<span class=\"portal-sending");
});

// The overview is put anew as a whole, while somebody looks at it: what was unfolded stays so. What
// is no overview, as the page of signing in, is not put in its place; it is told instead.
(() => {
  const isOverview = (event) => event.target.id === "overview";
  let unfolded = [];
  const tellStale = () => document.getElementById("overview-stale")?.removeAttribute("hidden");
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isOverview(event) && document.hidden) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isOverview(event)) return;
    if (event.detail.serverResponse.includes('id="overview"')) {
      unfolded = [...event.target.querySelectorAll("details[open]")].map((one) => one.id);
    } else {
      event.detail.shouldSwap = false;
      tellStale();
    }
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
    unfolded = [];
  });
  document.addEventListener("htmx:sendError", tellStale);
})();
