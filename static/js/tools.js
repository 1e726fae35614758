// Enhancement only: every control on these pages works without this file.

const root = document.documentElement;
const drops = [...document.querySelectorAll("details.drop")];

// Text size and theme: show the choice at once and keep it in the background, without loading the page again.
for (const form of document.querySelectorAll("form[data-display]")) {
  form.addEventListener("submit", (event) => {
    const { name, value } = event.submitter ?? {};
    if (!name) return;
    event.preventDefault();
    form.querySelector(`input[type="hidden"][name="${name}"]`).value = value;
    if (value === "auto" || value === "normal") delete root.dataset[name];
    else root.dataset[name] = value;
    if (name === "theme") {
      document.querySelector('meta[name="color-scheme"]').content = value === "auto" ? "light dark" : value;
    }
    for (const button of form.querySelectorAll(`button[name="${name}"]`)) {
      button.setAttribute("aria-pressed", String(button.value === value));
    }
    const kept = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual" };
    fetch(form.action, kept).catch(() => form.submit());
  });
}

// An open panel closes on Escape and on a press elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const drop of drops.filter((one) => one.open)) {
    drop.open = false;
    drop.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const drop of drops) if (drop.open && !drop.contains(event.target)) drop.open = false;
});

// A citation is copied by a button where the browser can.
for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copies]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
    button.textContent = button.dataset.done;
  });
}

// What waits for something looks again by itself until it is done, but not while somebody is about to press a button in it.
const RENEWED_AFTER = 5000;
for (const waiting of document.querySelectorAll("[data-renews]")) {
  const renew = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.getElementById(waiting.id);
      if (fresh && !waiting.contains(document.activeElement)) {
        waiting.replaceChildren(...fresh.childNodes);
        if (!("renews" in fresh.dataset)) return;
      }
    } catch {
      // The line is down for a moment: the page stays as it is.
    }
    setTimeout(renew, RENEWED_AFTER);
  };
  setTimeout(renew, RENEWED_AFTER);
}
