// The tasks of the preparation: dragged between states and up and down; nothing typed is lost.
"use strict";

// The page of one task has two forms; sending one would lose what is typed into the other.
document.addEventListener("DOMContentLoaded", () => {
  const forms = [...document.querySelectorAll("#preparationtask_form, #report")];
  if (forms.length < 2) return;
  const values = (form) => JSON.stringify([...new FormData(form)].map(([n, v]) => [n, v.name ?? v]));
  const first = new Map(forms.map((form) => [form, values(form)]));
  document.addEventListener("submit", (event) => {
    const touched = forms.some((form) => form !== event.target && values(form) !== first.get(form));
    const text = document.getElementById("beside").dataset.unsaved;
    if (touched && !window.confirm(text)) event.preventDefault();
  });
});

(() => {
  const page = document.getElementById("tasks-said");
  if (!page) return;
  let undo = null; // puts a dropped task back
  let leaving = false; // the page is left on purpose
  let worked = ""; // the task whose button was pressed

  const editor = () => document.getElementById("editor_form");
  const say = (text) => {
    const line = document.createElement("p");
    line.className = "task-refused";
    line.textContent = text;
    page.replaceChildren(line);
  };

  const values = (form) => JSON.stringify([...new FormData(form)].map(([n, v]) => [n, v.name ?? v]));
  const isTouched = () => Boolean(editor()) && values(editor()) !== editor().dataset.first;
  const remember = () => {
    const form = editor();
    if (form && !form.dataset.first) form.dataset.first = form.querySelector(".task-refused") ? "-" : values(form);
  };

  const dropped = ({ item, from, oldIndex, newIndex, to }) => {
    if (from === to && oldIndex === newIndex) return;
    const form = document.getElementById("drag_form");
    const next = item.nextElementSibling?.dataset.task;
    const previous = item.previousElementSibling?.dataset.task;
    const sent = {
      task: item.dataset.task,
      seen: item.dataset.seen,
      status: to === from ? "" : to.dataset.sort,
      before: next,
      after: next ? "" : previous,
    };
    for (const [name, value] of Object.entries(sent)) {
      form.elements[name].value = value ?? "";
      form.elements[name].disabled = !value;
    }
    undo = () => from.insertBefore(item, from.children[oldIndex + (to === from && newIndex < oldIndex ? 1 : 0)] ?? null);
    form.requestSubmit();
  };

  const start = () => {
    remember();
    if (!document.getElementById("drag_form") || editor()) return;
    for (const rows of document.querySelectorAll("#tasks [data-sort]")) {
      Sortable.create(rows, {
        group: "tasks",
        draggable: ".task",
        filter: "a, button, select",
        preventOnFilter: false,
        delay: 250, // of a finger: shorter is a page that scrolls
        delayOnTouchOnly: true,
        ghostClass: "task-ghost",
        animation: 120,
        onEnd: dropped,
      });
    }
  };

  document.addEventListener("DOMContentLoaded", start);
  document.body?.addEventListener("htmx:afterSettle", () => start());

  document.addEventListener("htmx:beforeRequest", (event) => {
    const from = event.detail.elt;
    if (isTouched() && !from.closest("#editor_form")) {
      event.preventDefault();
      undo?.();
      undo = null;
      say(page.dataset.unsaved);
      return;
    }
    worked = from.closest(".task")?.id ?? "";
  });

  // The page of signing in, or a fault, never stands in the place of the tasks: a form goes its
  // plain way, which carries what was typed; a task that was dropped is put back.
  const goPlainly = ({ elt, triggeringEvent }) => {
    leaving = true;
    if (!elt.matches("form")) return location.assign(elt.href);
    const pressed = triggeringEvent?.submitter;
    if (pressed?.name) {
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name: pressed.name, value: pressed.value });
      elt.append(kept);
    }
    elt.submit();
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status === 200 && xhr.responseText.includes('id="tasks"')) return;
    event.detail.shouldSwap = false;
    const asksToSignIn = xhr.status === 403 && xhr.responseText.includes('name="unsent"');
    if (xhr.status === 200 || asksToSignIn) goPlainly(requestConfig);
    else fail();
  });
  const fail = () => {
    undo?.();
    undo = null;
    say(page.dataset.failed);
  };
  document.addEventListener("htmx:sendError", fail);
  document.addEventListener("htmx:timeout", fail);

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "tasks") return;
    undo = null;
    if (document.activeElement !== document.body || editor()) return;
    const key = worked.replace("task-", "");
    const back = document.getElementById(`edit-${key}`) ?? document.querySelector(".task-tabs [aria-current]");
    back?.focus();
  });

  window.addEventListener("beforeunload", (event) => {
    if (isTouched() && !leaving) event.preventDefault();
  });
  document.addEventListener("submit", () => {
    leaving = true;
    setTimeout(() => (leaving = false), 1000);
  });
})();
