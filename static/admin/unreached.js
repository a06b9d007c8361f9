// What was typed is not lost with the connection. A form goes only where somebody answers: the
// browser's own page of errors would take its place. What was on its way when the line broke is
// offered on the next page: kept in this tab alone, for who typed it, until an answer has come.
"use strict";

(() => {
  const WAITS = 10_000; // milliseconds
  const line = () => document.getElementById("portal-unreached");
  let asking = false;
  let answered = null; // the form that goes next

  const isReached = async () => {
    try {
      const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(WAITS) });
      return !(await answer.text()).includes("database");
    } catch {
      return false;
    }
  };
  const isPlain = (form) =>
    form.getAttribute("method")?.toLowerCase() === "post" && !form.getAttribute("target") && !form.matches("[hx-post]");

  // before all others that listen, so that they see the form once, when it really goes
  window.addEventListener(
    "submit",
    async (event) => {
      const { target: form, submitter } = event;
      if (!line() || !isPlain(form)) return;
      if (form === answered) {
        answered = null;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (asking) return;
      asking = true;
      const goes = await isReached();
      asking = false;
      line().role = goes ? null : "alert";
      line().textContent = goes ? "" : line().dataset.text;
      if (!goes) return;
      answered = form;
      form.requestSubmit(submitter);
      answered = null;
    },
    true,
  );

  const KEPT = "portal-kept";
  const SECRET = "[type=password], [autocomplete=one-time-code]";
  const box = () => document.getElementById("portal-kept");
  const page = () => location.href.split("#")[0];
  const keep = (kept) => sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const drop = () => sessionStorage.removeItem(KEPT);

  // the answer is what the page led to, or its form sent again by the browser
  const isAnswered = ({ page, offered }) => {
    const [{ type }] = performance.getEntriesByType("navigation");
    return !offered && (type === "reload" || (type === "navigate" && document.referrer === page));
  };
  const sendAgain = (kept) => {
    const form = document.createElement("form");
    form.setAttribute("method", "post");
    form.setAttribute("action", kept.action);
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    for (const [name, value] of [...kept.fields, [token.name, token.value]]) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    document.body.append(form);
    form.requestSubmit();
  };

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const { user } = box()?.dataset ?? {};
    if (event.defaultPrevented || !user || !isPlain(form)) return;
    drop();
    if (form.querySelector(SECRET)) return;
    const fields = [...new FormData(form, submitter)].filter(
      ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
    );
    const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
    const action = new URL(address, location.href).href;
    if (!fields.length) return;
    try {
      keep({ user, page: page(), action, fields });
    } catch {
      // more than a tab may keep goes without
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    if (!kept) return;
    if (isAnswered(kept)) return drop();
    if (!box()) return;
    if (kept.user !== box().dataset.user) return drop();
    keep({ ...kept, offered: true });
    const part = (name) => box().querySelector(`[data-kept=${name}]`);
    part("page").href = kept.page;
    part("page").hidden = kept.page === page();
    box().hidden = false;
    part("send").addEventListener("click", () => sendAgain(kept));
    part("drop").addEventListener("click", () => {
      drop();
      box().hidden = true;
    });
  });
})();
