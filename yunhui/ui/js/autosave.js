// <form data-autosave="/url">: saved as it is typed. The whole form is posted each time, so the last post is the truth.
// The server answers 200 {"saved_at": ISO, "version": n}; 409 when another version exists (the page part is reloaded by
// the event "autosave:conflict"); 401 or 403 when the person was signed out. Until it is saved the text also lies in
// sessionStorage, and comes back after a lost connection or a reload. Passwords and files never do.
import { csrf, each, isTouched } from "./dom.js";

const PAUSE = 800;
const WAITS = [2, 4, 8, 15, 30];

export function autosave(root) {
  each(root, "form[data-autosave]", ready);
}

function ready(form) {
  const url = form.dataset.autosave;
  const key = `autosave:${url}`;
  const state = { timer: 0, tries: 0, busy: false, again: false, typed: 0, saved: 0 };
  const status = form.querySelector("[data-saved]") ?? document.querySelector(`[data-saved][data-for="${form.id}"]`);
  const say = (words, time = "") => {
    if (!status) return;
    status.hidden = false;
    status.classList.toggle("saved--wait", words !== "words");
    status.querySelector("[data-saved-words]").textContent = status.dataset[words].replace("{time}", time);
  };

  const text = () => {
    const data = new FormData(form);
    for (const control of form.elements) {
      if (["file", "password"].includes(control.type) || control.dataset.private !== undefined) data.delete(control.name);
    }
    return data;
  };

  const keep = () => {
    try {
      const pairs = [...text()].filter(([name]) => name !== "csrfmiddlewaretoken");
      sessionStorage.setItem(key, JSON.stringify(pairs));
    } catch {
      /* a full or closed store only costs the second copy */
    }
  };

  const later = (seconds) => {
    clearTimeout(state.timer);
    state.timer = setTimeout(send, seconds * 1000);
  };

  async function send(leaving = false) {
    if (state.busy && !leaving) {
      state.again = true;
      return;
    }
    state.busy = true;
    state.again = false;
    const sent = state.typed; // what is typed while this is on its way still waits
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(text()),
        headers: { "X-CSRFToken": csrf(form), Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
      });
      if (answer.ok) await done(answer, sent);
      else if (answer.status === 409) form.dispatchEvent(new CustomEvent("autosave:conflict", { bubbles: true }));
      else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) say("expired");
      else if (answer.status >= 500 || answer.status === 429) retry();
      else say("refused");
    } catch {
      retry();
    } finally {
      state.busy = false;
      if (state.again) later(0);
    }
  }

  async function done(answer, sent) {
    const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    const version = form.querySelector("input[name=version]");
    if (version && body.version !== undefined) version.value = body.version;
    state.tries = 0;
    state.saved = sent;
    if (state.typed !== sent) return;
    sessionStorage.removeItem(key);
    const at = body.saved_at ? new Date(body.saved_at) : new Date();
    say("words", at.toTimeString().slice(0, 5));
  }

  function retry() {
    say("offline");
    later(WAITS[Math.min(state.tries++, WAITS.length - 1)]);
  }

  const changed = () => {
    state.typed += 1;
    keep();
    say("saving");
    later(PAUSE / 1000);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    clearTimeout(state.timer);
    state.again = false; // the form itself is on its way: nothing may be saved after it
    state.saved = state.typed;
    sessionStorage.removeItem(key);
  });
  addEventListener("online", () => state.typed > state.saved && later(0));
  addEventListener("pagehide", () => state.typed > state.saved && send(true));

  if (restore(form, key)) changed();
}

function restore(form, key) {
  const kept = sessionStorage.getItem(key);
  if (!kept) return false;
  const values = new Map();
  for (const [name, value] of JSON.parse(kept)) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || ["hidden", "file", "password", "submit", "button"].includes(control.type)) continue;
    const given = values.get(control.name) ?? [];
    if (isTouched(control)) continue; // typed before this file had arrived
    if (control.type === "checkbox" || control.type === "radio") control.checked = given.includes(control.value);
    else if (control.tagName === "SELECT" && control.multiple) for (const option of control.options) option.selected = given.includes(option.value);
    else if (given.length) control.value = given.shift();
  }
  return true;
}
