// Passkeys: the portal's question to the browser, and its answer back through a form.
"use strict";

(() => {
  const decode = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const question = (form) => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = decode(options.challenge);
    if (options.user) options.user.id = decode(options.user.id);
    for (const name of ["excludeCredentials", "allowCredentials"]) {
      for (const key of options[name] ?? []) key.id = decode(key.id);
    }
    return { publicKey: options };
  };

  const answer = (key) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
      if (key.response[name]) response[name] = encode(key.response[name]);
    }
    return JSON.stringify({ id: key.id, rawId: encode(key.rawId), type: key.type, response });
  };

  // on a page that is come to from another form Chromium may leave it out
  document.querySelector("[autofocus]")?.focus();

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    document.querySelector("[data-passkey-unknown]")?.setAttribute("hidden", "");
    const failed = form.querySelector("[data-passkey-failed]");
    let asks = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (asks) return; // the browser shows its own window already
      asks = true;
      failed.hidden = true;
      try {
        const key = await navigator.credentials[form.dataset.passkey](question(form));
        form.querySelector("[data-passkey-answer]").value = answer(key);
        form.submit();
      } catch {
        failed.hidden = false;
        asks = false;
      }
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const items = document.getElementById(button.dataset.copy).children;
      await navigator.clipboard.writeText([...items].map((item) => item.textContent).join("\n"));
      document.querySelector("[data-copied]").hidden = false;
    });
  }
})();
