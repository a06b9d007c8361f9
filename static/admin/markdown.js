// The look at a text in Markdown; rows that are added later have it, too.
(() => {
  const open = (root) => {
    for (const button of root.querySelectorAll("[data-markdown-show]")) button.hidden = false;
  };

  const show = async (box) => {
    const shown = box.querySelector(".markdown-shown");
    const text = box.querySelector("textarea");
    const body = new FormData();
    body.append("text", text.value);
    body.append("csrfmiddlewaretoken", text.form.elements.csrfmiddlewaretoken.value);
    shown.hidden = false;
    try {
      const answer = await fetch(box.dataset.shownBy, { method: "POST", body, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      shown.innerHTML = await answer.text();
    } catch {
      shown.textContent = box.dataset.unreached;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-markdown-show]");
    if (button) show(button.closest(".markdown-box"));
  });
  document.addEventListener("formset:added", (event) => open(event.target));
  document.addEventListener("DOMContentLoaded", () => open(document));
})();
