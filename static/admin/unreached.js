// A form goes only where somebody answers: the browser's own page of errors would take the place of
// what was typed.
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
})();
