// Enhancement only: the search box is a form that works without this file. With it, suggestions appear while typing,
// by the combobox pattern of the ARIA Authoring Practices, and "/" leads to the box, that of the page before that of the
// navigation.

const WAIT = 200;

for (const input of document.querySelectorAll("input[data-suggest]")) enhance(input);

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = document.activeElement;
  if (at?.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(at?.tagName)) return;
  const shown = [...document.querySelectorAll("input[data-suggest]")].filter((one) => one.offsetParent !== null);
  const box = shown.find((one) => one.closest("main")) ?? shown[0];
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

function enhance(input) {
  const form = input.form;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let asked = 0;
  let timer = 0;
  let active = -1;
  list.id = `${input.id}-suggestions`;
  list.className = "suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  list.hidden = true;
  status.className = "vh";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      const count = list.children.length + 1;
      show((active + 1 + (event.key === "ArrowDown" ? 1 : -1) + count) % count - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(list.children[active]);
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));

  async function ask() {
    const number = ++asked;
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    try {
      const answer = await fetch(`${input.dataset.suggest}&q=${encodeURIComponent(typed)}`);
      if (!answer.ok || number !== asked || document.activeElement !== input) return;
      fill((await answer.json()).suggestions);
    } catch {
      close(); // the form still works
    }
  }

  function fill(suggestions) {
    list.replaceChildren(...suggestions.map(option));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = suggestions.length ? `${suggestions.length} ${input.dataset.found}` : input.dataset.none;
  }

  function option(one, place) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    item.id = `${list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = one.url ?? "";
    text.textContent = one.text;
    text.lang = one.language;
    item.append(text);
    if (one.kind_name) {
      const kind = document.createElement("span");
      kind.className = "suggest__kind";
      kind.textContent = one.kind_name;
      item.append(" ", kind);
    }
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(item));
    return item;
  }

  function show(place) {
    active = place;
    [...list.children].forEach((item, other) => item.setAttribute("aria-selected", String(other === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function take(item) {
    if (item.dataset.url) return location.assign(item.dataset.url);
    input.value = item.firstChild.textContent;
    close();
    form.requestSubmit();
  }

  function close() {
    asked += 1;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
  }
}
