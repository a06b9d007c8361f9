// Rows of a form come and go without asking the server, which does the same where no script runs.
const form = document.querySelector("form[data-rows]");
if (form) {
  const list = form.querySelector("[data-list]");
  const add = form.querySelector("button[name=add]");
  const blank = form.querySelector("template");
  const rows = () => [...list.querySelectorAll("[data-row]")];
  let next = 1 + Math.max(...[...list.querySelectorAll("button[name=drop]")].map((one) => Number(one.value)));

  const renumber = () => {
    rows().forEach((row, at) => {
      for (const place of row.querySelectorAll("[data-place]")) {
        place.textContent = Number(list.dataset.first) + at;
      }
    });
    add.hidden = rows().length >= Number(form.dataset.most);
  };

  add.addEventListener("click", (event) => {
    event.preventDefault();
    const html = blank.innerHTML.replaceAll("__prefix__", next);
    list.insertAdjacentHTML("beforeend", html);
    next += 1;
    renumber();
    rows().at(-1).querySelector("input").focus();
  });

  list.addEventListener("click", (event) => {
    const drop = event.target.closest("button[name=drop]");
    if (!drop || rows().length === 1) return;
    event.preventDefault();
    const row = drop.closest("[data-row]");
    const near = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    renumber();
    near.querySelector("legend").focus();
  });
}
