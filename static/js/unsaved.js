// Keeps what is typed in an editor of pages when it cannot be saved. Wagtail saves by itself while line and session hold;
// this file keeps a copy in the browser until the server has it, says when it has not, goes on when the line or the session
// is back, and offers the copy when the page is opened again. A copy is one person's, and goes when they sign out.
(() => {
  const bar = document.querySelector("[data-unsaved]");
  const form = document.getElementById("page-edit-form");
  if (!bar || !form) return;
  document.body.append(bar); // seen whichever tab is open
  const PREFIX = "unsaved:";
  const A_MONTH = 30 * 24 * 3600 * 1000;
  const AGAIN = [5, 15, 30, 60]; // seconds between tries; the last from then on
  const mine = `${PREFIX}${bar.dataset.user}:`;
  const OF_THE_PAGE = /^(csrfmiddlewaretoken|next|loaded_revision_id|loaded_revision_created_at|overwrite_revision_id)$/;
  const COUNTED = /(_FORMS|-id|-ORDER|-DELETE)$|^comments-|^comment_notifications$|^begun_as$/;

  let base = form.querySelector('[name="loaded_revision_created_at"]')?.value ?? "";
  // Grows with every change. On a slow line somebody types before this file is there.
  const boxes = [...form.querySelectorAll('textarea, input[type="text"]')];
  let typed = boxes.some((box) => box.value !== box.defaultValue) ? 1 : 0;
  let sending = null; // what `typed` was when the text went out
  let state = "";
  let timer = 0;
  let tries = 0;
  let writing = 0;
  let passing = false;
  let sent = false; // the form was passed on as it is; whether it came to be saved is seen when the page is opened
  let offered = null;

  const key = () => mine + new URL(form.action, location.href).pathname;

  // --- The copy --------------------------------------------------------------------------------

  function fields() {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OF_THE_PAGE.test(name));
  }

  function write() {
    clearTimeout(writing);
    writing = 0;
    if (offered) return; // what is offered is not written over before it was decided on
    const copy = JSON.stringify({ at: Date.now(), base, sent, fields: fields() });
    try {
      localStorage.setItem(key(), copy);
    } catch {
      if (state) show("full");
    }
  }

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function forget(name = key()) {
    clearTimeout(writing);
    writing = 0;
    try {
      localStorage.removeItem(name);
    } catch {
      // Nothing was kept then.
    }
  }

  function copies() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return [];
    }
  }

  // Words of the rich text are JSON whose marks change with every load.
  function words(value) {
    try {
      const { blocks } = JSON.parse(value);
      return blocks.map((block) => block.text).join("\n").trim();
    } catch {
      return value === "null" ? "" : value.trim();
    }
  }

  function saysTheSame(copy) {
    const here = new Map();
    for (const [name, value] of fields()) here.set(name, [...(here.get(name) ?? []), words(value)]);
    return copy.fields.every(([name, value]) => COUNTED.test(name) || !words(value) || here.get(name)?.includes(words(value)));
  }

  // --- What is said ----------------------------------------------------------------------------

  const ACTS = {
    line: ["again"], session: ["sign-in", "again"], somebody: ["sign-in"], server: ["again"], full: ["show"],
    kept: ["restore", "show", "forget"], newer: ["show", "forget"],
  };

  function show(what) {
    for (const one of bar.querySelectorAll("[data-says]")) one.hidden = one.dataset.says !== what;
    for (const one of bar.querySelectorAll("[data-act]")) one.hidden = !ACTS[what]?.includes(one.dataset.act);
    bar.querySelector("[data-words]").hidden = true;
    bar.hidden = !what;
  }

  function offer(name, copy) {
    const isSame = copy.base === base;
    offered = { name, copy };
    for (const time of bar.querySelectorAll("[data-at]")) {
      time.textContent = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
        dateStyle: "long", timeStyle: "short",
      }).format(copy.at);
    }
    show(isSame ? "kept" : "newer");
  }

  function readable() {
    const label = (name) => form.querySelector(`label[for="id_${CSS.escape(name)}"]`)?.textContent.trim() || name;
    const rows = (offered?.copy.fields ?? fields()).filter(([name, value]) => !COUNTED.test(name) && words(value).includes(" "));
    return rows.map(([name, value]) => `${label(name)}\n${words(value)}`).join("\n\n");
  }

  bar.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "again") tryAgain();
    if (act === "restore") restore();
    if (act === "forget") {
      forget(offered.name);
      offered = null;
      show(state);
    }
    if (act === "show") {
      const box = bar.querySelector("[data-words]");
      box.value = readable();
      box.hidden = false;
      box.focus();
    }
  });

  // Sent as whoever writes would have sent it: the server saves it, or shows it with what is amiss.
  async function restore() {
    const found = await check();
    if (found) return become(found);
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = form.action;
    sent.hidden = true;
    const own = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && OF_THE_PAGE.test(name));
    for (const [name, value] of [...own, ...offered.copy.fields]) {
      const field = document.createElement("input");
      field.type = "hidden";
      [field.name, field.value] = [name, value];
      sent.append(field);
    }
    document.body.append(sent);
    window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });
    sent.submit();
  }

  // --- Line and session ------------------------------------------------------------------------

  // Returns what is amiss; nothing where the server answers to the same person as before.
  async function check() {
    let answer;
    try {
      const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
      answer = await fetch(bar.dataset.check, { headers, redirect: "manual", cache: "no-store" });
    } catch {
      return "line";
    }
    if (answer.status >= 500) return "server";
    if (!answer.ok) return "session";
    const { user, token } = await answer.json();
    if (user !== bar.dataset.user) return "somebody";
    // With every sign-in forms get another token.
    for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token;
    return "";
  }

  function become(found) {
    state = found;
    if (found) {
      offered = null;
      write();
      show(found);
      wait();
    } else {
      clearTimeout(timer);
      tries = 0;
      if (offered) offer(offered.name, offered.copy);
      else show("");
    }
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(tryAgain, 1000 * AGAIN[Math.min(tries, AGAIN.length - 1)]);
    tries += 1;
  }

  async function tryAgain() {
    if (!state) return;
    const found = await check();
    if (found) return become(found);
    save();
    wait();
  }

  // As if something had been typed: Wagtail saves, and tells what comes of it.
  function save() {
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  }

  window.addEventListener("online", tryAgain);
  window.addEventListener("focus", tryAgain);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") tryAgain();
    else if (writing) write();
  });
  window.addEventListener("pagehide", () => writing && write());

  // --- What Wagtail tells ----------------------------------------------------------------------

  function note() {
    typed += 1;
    sent = false;
    writing ||= setTimeout(write, 500);
  }
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("w-unsaved:add", note);

  // Wagtail begins to watch two seconds after it has started: what was typed before that counts as well.
  let watches = false;
  let handed = null; // what the boxes of rich text held when it was looked at last, once they have written it their way
  form.addEventListener("w-unsaved:watch-edits", (event) => {
    if (event.target !== form || watches) return;
    watches = true;
    handed = rich();
    if (typed) save();
  });

  // The boxes of rich text hand over what was typed a moment later and say nothing: what was saved meanwhile lacks it.
  const rich = () => [...form.querySelectorAll("[data-draftail-input]")].map((box) => box.value).join("\n");
  setInterval(() => {
    if (handed === null || sending !== null || rich() === handed) return;
    handed = rich();
    save();
  }, 500);

  document.addEventListener("w-autosave:save", () => {
    sending = typed;
    if (handed !== null) handed = rich();
    if (typed) write();
  });
  document.addEventListener("w-autosave:success", (event) => {
    const before = key();
    base = event.detail.data?.revision_created_at ?? base;
    for (const name of copies()) {
      // That of a page that has just been made lies under the address of the form for new ones.
      if (name.startsWith(mine) && isOfThisPage(read(name)) && (sending === typed || name !== before)) forget(name);
    }
    if (sending === typed) forget();
    else write();
    sending = null;
    become("");
  });
  document.addEventListener("w-autosave:error", async (event) => {
    sending = null;
    write();
    const { type } = event.detail;
    if (type === "network_error") become("line");
    else if (type === "server_error") become((await check()) || "server");
  });

  const beginning = form.querySelector('[name="begun_as"]')?.value ?? bar.dataset.begun;
  function isOfThisPage(copy) {
    return Boolean(beginning && copy?.fields.some(([name, value]) => name === "begun_as" && value === beginning));
  }

  // --- The button ------------------------------------------------------------------------------

  form.addEventListener("submit", (event) => {
    sent = passing || (sending === null && !state && navigator.onLine);
    write();
    if (sent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    whenItMay(event.submitter);
  }, true);

  // While the text is on its way the button waits: sent twice at once, new rows would be there twice.
  async function whenItMay(button) {
    const until = Date.now() + 30_000;
    while (sending !== null && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
    const found = await check();
    if (found) {
      button?.setAttribute("data-w-progress-loading-value", "false");
      if (button) button.disabled = false;
      return become(found);
    }
    if (button?.name) {
      const said = document.createElement("input");
      said.type = "hidden";
      [said.name, said.value] = [button.name, button.value];
      form.append(said);
    }
    passing = true;
    if (button) button.disabled = false;
    form.requestSubmit(button ?? undefined);
  }

  // --- When the page is opened -----------------------------------------------------------------

  for (const name of copies()) {
    const copy = read(name);
    if (!copy || Date.now() - copy.at > A_MONTH) forget(name);
  }
  // A form that is shown again has what was typed.
  const isShownAgain = form.dataset.wUnsavedForceValue === "true";
  for (const name of copies()) {
    const copy = name.startsWith(mine) ? read(name) : null;
    if (isShownAgain || !copy || (name !== key() && !isOfThisPage(copy))) continue;
    // What was passed on and saved may lead elsewhere, as publishing does: only now the copy is known to be needless.
    if ((copy.sent && copy.base !== base) || saysTheSame(copy)) forget(name);
    else offer(name, copy);
  }
})();
