// The editor of the programme: what htmx alone does not do. Hours, totals and all that is said come
// from the server; here is only what keeps the words and the place of who types.
"use strict";

(() => {
  const editor = document.getElementById("programme-editor");
  const status = document.getElementById("programme-status");
  const retry = document.getElementById("programme-retry");
  const drawer = document.getElementById("programme-drawer");
  if (!editor || !status) return;
  editor.classList.add("is-live");
  htmx.config.defaultSettleDelay = 0; // what is pressed at once finds buttons that answer

  const fields = () => [...editor.querySelectorAll("[data-field]")];
  const shownOf = (field) => document.getElementById(field.id.replace("field-", "shown-"));
  const troubleOf = (field) => document.getElementById(field.id.replace("field-", "trouble-"));
  const isDirty = (field) => field.value !== shownOf(field)?.value.replace(/\r\n/g, "\n");
  // While the drawer is open, what lies behind it is neither seen nor heard.
  const mirror = () => {
    const copy = document.getElementById("programme-drawer-status");
    if (copy) copy.textContent = status.textContent;
  };
  const say = (text) => {
    status.textContent = text;
    mirror();
  };
  const send = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

  // "Saved" never stands beside what is not.
  editor.addEventListener("input", (event) => {
    if (!event.target.matches("[data-field]")) return;
    if (status.textContent !== editor.dataset.unsaved) say(editor.dataset.unsaved);
  });
  // What a script put back into a field makes no "change" when the field is left.
  editor.addEventListener("change", (event) => {
    if (event.target.matches("[data-field]")) event.target.dataset.sent = event.target.value;
  });
  editor.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!field.matches("[data-field]") || field.dataset.sent === field.value) return;
    if (isDirty(field)) send(field);
  });
  window.addEventListener("beforeunload", (event) => {
    if (fields().some(isDirty)) event.preventDefault();
  });

  // Only the field that was left is sent: another one may be half typed by now.
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    const field = detail.triggeringEvent?.type === "change" && detail.triggeringEvent.target;
    if (!field || !editor.contains(field)) return;
    for (const name of [...detail.formData.keys()]) {
      if (!["item", field.name, `shown-${field.name}`].includes(name)) detail.formData.delete(name);
    }
  });

  // One line stays one line; to press Enter is to be done with it.
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.target.matches("[data-line]")) {
      event.preventDefault();
      if (isDirty(event.target)) send(event.target);
    }
  });

  // An answer that is not ours (the page of signing in, a fault, nothing) saves nothing.
  const failed = (event) => {
    if (!editor.contains(event.target)) return;
    if (dragged) sorted.insertBefore(dragged.item, dragged.next);
    dragged = null;
    say(editor.dataset.unreached);
    retry.hidden = false;
  };
  document.body.addEventListener("htmx:sendError", failed);
  document.body.addEventListener("htmx:responseError", failed);
  retry.addEventListener("click", async () => {
    const page = await fetch(window.location.href).catch(() => null);
    const text = page?.ok ? await page.text() : "";
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(editor.id);
    if (!fresh) return say(editor.dataset.unreached);
    editor.setAttribute("hx-headers", fresh.getAttribute("hx-headers"));
    retry.hidden = true;
    say("");
    for (const field of fields().filter(isDirty)) send(field);
  });

  // A list that comes anew keeps what was being typed, and saves it.
  let unsaved = [];
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (!editor.contains(event.target)) return;
    if (!/id="(programme|when|programme-drawer)-/.test(event.detail.xhr.responseText)) {
      event.detail.shouldSwap = false;
      return failed(event);
    }
    retry.hidden = true;
    if (event.target.id !== "programme-list") return;
    unsaved = fields()
      .filter(isDirty)
      .map((field) => ({
        id: field.id,
        value: field.value,
        shown: shownOf(field).value,
        trouble: troubleOf(field).innerHTML.trim(),
      }));
  });
  const restore = () => {
    const unsent = [];
    for (const { id, value, shown, trouble } of unsaved.splice(0)) {
      const field = document.getElementById(id);
      if (!field) continue;
      field.value = value;
      shownOf(field).value = shown;
      if (trouble) {
        // known to be wrong: it is told as before, not sent once more
        troubleOf(field).innerHTML = trouble;
        htmx.process(troubleOf(field));
        field.dataset.sent = value;
      } else {
        unsent.push(field);
      }
    }
    for (const field of unsent) {
      if (field !== document.activeElement && isDirty(field)) send(field);
    }
  };

  // What was saved is shown as it is stored (8h as 08:00), unless more was typed meanwhile.
  const settle = () => {
    for (const shown of editor.querySelectorAll("[data-typed]")) {
      const field = document.getElementById(shown.id.replace("shown-", "field-"));
      if (field?.matches("[data-field]") && field.value === shown.dataset.typed.replace(/\r\n/g, "\n")) {
        field.value = shown.value;
      }
      delete shown.dataset.typed;
    }
    for (const field of fields()) {
      field.ariaInvalid = troubleOf(field)?.textContent.trim() ? "true" : null;
    }
    const wrong = fields().some((field) => field.ariaInvalid === "true");
    const isTold =
      status.querySelector(".programme-failed") || status.textContent.includes(editor.dataset.wrong);
    if (wrong && !isTold) status.append(` ${editor.dataset.wrong}`);
    mirror();
  };

  const focusOn = (id) => {
    const element = document.getElementById(id);
    if (!element) return;
    element.focus();
    element.closest(".programme-line")?.scrollIntoView({ block: "nearest" });
    if (element.matches("[data-field]")) element.select();
  };

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    restore();
    settle();
    const list = document.getElementById("programme-list");
    if (list.dataset.focus) focusOn(list.dataset.focus);
    delete list.dataset.focus;
    makeSortable();
    if (event.detail.target === drawer && drawer.children.length && !drawer.open) drawer.showModal();
  });

  // The drawer closes with Escape, its button, or a press beside it; the focus goes back.
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer || event.target.closest("[data-close]")) drawer.close();
  });
  drawer.addEventListener("close", () => {
    const key = drawer.querySelector("[name=item]")?.value;
    drawer.replaceChildren();
    document.getElementById(`open-${key}`)?.focus();
  });

  // With the mouse a line is taken by its handle; the server tells what comes of it.
  let sorted = null;
  let dragged = null; // what goes back to its place where no list comes
  function makeSortable() {
    const items = document.getElementById("programme-items");
    if (!items || items === sorted) return;
    sorted = items;
    dragged = null;
    Sortable.create(items, {
      handle: ".programme-handle",
      draggable: ".programme-line",
      animation: 120,
      onEnd({ item, oldIndex, newIndex }) {
        if (oldIndex === newIndex) return;
        const behind = item.previousElementSibling?.dataset.item ?? "";
        dragged = { item, next: items.children[oldIndex < newIndex ? oldIndex : oldIndex + 1] ?? null };
        htmx.ajax("POST", editor.dataset.step, {
          source: item,
          target: "#programme-list",
          swap: "outerHTML",
          values: { do: "move", item: item.dataset.item, behind },
        });
      },
    });
  }
  makeSortable();
})();
