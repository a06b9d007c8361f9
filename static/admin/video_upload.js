// A large video is sent in parts while its page is filled in; who was cut off goes on by himself.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const input = document.querySelector("[data-upload]");
  const token = document.querySelector("input[name=upload]");
  const form = input?.form;
  if (!form || !token) return;
  const words = input.dataset;
  const said = document.createElement("p");
  said.className = "portal-note";
  said.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.className = "w-full";
  bar.max = 100;
  bar.hidden = true;
  bar.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  const row = input.closest(".field-new_file") ?? input.parentElement;
  row.append(said, bar);

  const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const wait = 2000;
  let turn = 0; // another file was chosen meanwhile: the earlier one is let go

  const tell = (text, isFault = false) => {
    said.textContent = text;
    said.className = isFault ? "portal-error" : "portal-note";
  };
  const hold = (isSending) => {
    bar.hidden = !isSending;
    for (const button of form.querySelectorAll("[type=submit]")) button.disabled = isSending;
  };

  // Returns the answer; nothing where the server was not reached, which may come back.
  async function post(address, body) {
    try {
      const headers = { "X-CSRFToken": csrf, "Content-Type": "application/octet-stream" };
      return await fetch(address, { method: "POST", body, headers, redirect: "manual" });
    } catch {
      return null;
    }
  }

  async function send(file, own) {
    const asked = JSON.stringify({ name: file.name, size: file.size });
    const begun = await post(words.upload, asked);
    if (!begun?.ok) return refused(begun);
    let state = await begun.json();
    while (state.received < file.size) {
      if (own !== turn) return;
      const part = file.slice(state.received, state.received + state.part);
      const address = `${words.upload}${state.token}/?first=${state.received}`;
      const answer = await post(address, part);
      if (own !== turn) return;
      if (!answer || answer.status >= 500) {
        tell(words.waiting, true);
        await pause(wait);
        continue;
      }
      if (!answer.ok && answer.status !== 409) return refused(answer);
      state = await answer.json();
      bar.value = Math.floor((100 * state.received) / file.size);
      tell(words.sent.replace("%(percent)s", bar.value));
    }
    token.value = state.token;
    input.value = "";
    hold(false);
    tell(words.whole.replace("%(name)s", file.name));
  }

  async function refused(answer) {
    const state = await answer?.json().catch(() => null);
    input.value = "";
    hold(false);
    const isOut = answer?.type === "opaqueredirect" || answer?.status === 403;
    tell(state?.told ?? (isOut ? words.out : words.failed), true);
  }

  input.addEventListener("change", () => {
    const file = input.files[0];
    turn += 1;
    token.value = "";
    if (!file) return hold(false);
    bar.value = 0;
    hold(true);
    send(file, turn);
  });
});
