// The list of who is awaited: what can be copied, and choosing all of a page.
"use strict";

(() => {
  const said = document.getElementById("chase_said");
  const tell = (text) => {
    said.textContent = "";
    setTimeout(() => (said.textContent = text), 50); // the same words are read once more
  };

  // Without https a browser offers no clipboard, but lets a chosen text be copied.
  const copyChosen = (text) => {
    const area = document.createElement("textarea");
    const before = document.activeElement;
    area.value = text;
    area.className = "sr-only";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus();
    return done;
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyChosen(text);
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    event.preventDefault();
    let text = button.dataset.copy;
    if (text === undefined) {
      const answer = await fetch(button.href).catch(() => null);
      const isText = answer?.headers.get("Content-Type")?.startsWith("text/plain");
      if (!answer?.ok || !isText) {
        location.assign(button.href);
        return;
      }
      text = await answer.text();
    }
    tell((await copy(text)) ? said.dataset.copied : said.dataset.failed);
  });

  document.getElementById("chase_all")?.addEventListener("change", (event) => {
    for (const box of document.querySelectorAll("input[name=chosen]")) {
      box.checked = event.target.checked;
    }
  });
})();
