// <form data-draft="/my/applications/…/" data-tab data-person data-sign-in>: a form that several pages and people write.
// Each question is a [data-ask="key"] with a hidden input was-<key>: the revision that this page knows. Only what was
// typed is sent, to <draft>save, each answer against its revision. The server answers {"saved_at", "was": {key: revision},
// "others": {key: html}}; what is in "others" was not written because somebody else wrote it first: both texts stand on
// the page until a button of [data-others] has chosen. What is not saved yet lies in localStorage, one entry for each
// page, person and question, and is sent again: when the connection is back, after a reload, after signing in again.
// A question with data-if="other key" data-in="codes" is asked only under these answers.
import { csrf, each, isTouched } from "./dom.js";

const PAUSE = 800;
const WAITS = [2, 4, 8, 15, 30];

export function drafts(root) {
  each(root, "form[data-draft]", ready);
}

function ready(form) {
  const home = form.dataset.draft;
  const store = `yunhui-draft:${form.dataset.person}:${home}`;
  const asks = new Map([...form.querySelectorAll("[data-ask]")].map((ask) => [ask.dataset.ask, ask]));
  const foot = document.querySelector("[data-draft-state]");
  const status = foot?.querySelector("[data-saved]");
  const state = { timer: 0, tries: 0, number: 0, busy: false, typed: new Map(), foreign: [], tabs: new Map() };
  // A browser that fills in what was here before a reload would pass it off for typed; on a page that is new, whatever
  // differs was typed before this file had arrived.
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (!isNew) form.reset();

  const say = (words, time = "", link = "") => {
    if (!status) return;
    status.hidden = false;
    status.classList.toggle("saved--wait", words !== "words");
    const place = status.querySelector("[data-saved-words]");
    place.textContent = (status.dataset[words] ?? words).replace("{time}", time);
    if (link) {
      const a = Object.assign(document.createElement("a"), { href: link, textContent: status.dataset.signIn });
      place.append(" ", a);
    }
  };

  const tabOf = (key) => state.tabs.get(key) ?? form.dataset.tab; // a text that waits for a choice stays its page's own
  const token = (key) => form.elements[`was-${key}`];
  const pairs = (key) => {
    const data = new FormData(form);
    const names = [...new Set([...asks.get(key).querySelectorAll("[name]")].map((one) => one.name))];
    const found = names.filter((name) => name !== `was-${key}` && name !== "choose").flatMap((name) => data.getAll(name).filter((value) => typeof value === "string").map((value) => [name, value]));
    return found.some(([name]) => name === key) ? found : [[key, ""], ...found]; // an unticked choice is an answer too
  };

  const remember = (key) => {
    try {
      const entry = { number: state.number, was: token(key).value, pairs: pairs(key) };
      localStorage.setItem(`${store}:${tabOf(key)}:${key}`, JSON.stringify(entry));
    } catch {
      /* a full or closed store only costs the second copy */
    }
  };
  const forget = (tab, key) => localStorage.removeItem(`${store}:${tab}:${key}`);

  const later = (seconds) => {
    clearTimeout(state.timer);
    state.timer = setTimeout(flush, seconds * 1000);
  };

  // Answers of one page by their key: sends them, and returns what the server says, or throws what went wrong.
  async function post(path, tab, number, entries, more = [], leaving = false) {
    const body = new URLSearchParams([["tab", tab], ["number", number], ...more]);
    for (const [key, entry] of entries) {
      body.append(`was-${key}`, entry.was);
      for (const [name, value] of entry.pairs) body.append(name, value);
    }
    const answer = await fetch(home + path, {
      method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: leaving,
      headers: { "X-CSRFToken": csrf(form), Accept: "application/json" },
    });
    if (answer.ok) return answer.json();
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new Stop("expired", "", form.dataset.signIn);
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    const said = answer.headers.get("content-type")?.includes("json") ? (await answer.json()).message : "";
    throw new Stop(said || "refused");
  }

  async function flush(leaving = false) {
    if (state.busy && !leaving) return later(0.2);
    clearTimeout(state.timer);
    state.busy = true;
    try {
      while (state.foreign.length) {
        const [tab, entries] = state.foreign[0];
        take(await post("save", tab, Math.max(...[...entries.values()].map((one) => one.number)), entries), tab, entries);
        state.foreign.shift();
      }
      for (const tab of new Set([...state.typed.keys()].map(tabOf))) {
        const sent = new Map([...state.typed].filter(([key]) => tabOf(key) === tab));
        const entries = new Map([...sent.keys()].map((key) => [key, { was: token(key).value, pairs: pairs(key) }]));
        const body = await post("save", tab, state.number, entries, [], leaving);
        for (const [key, count] of sent) if (state.typed.get(key) === count) state.typed.delete(key);
        take(body, tab, entries);
      }
      state.tries = 0;
    } catch (problem) {
      if (problem instanceof Stop) say(problem.words, "", problem.link);
      else {
        say("offline");
        later(WAITS[Math.min(state.tries++, WAITS.length - 1)]);
      }
      return false;
    } finally {
      state.busy = false;
    }
    if (state.typed.size) return later(PAUSE / 1000), false;
    return true;
  }

  function take(body, tab, entries) {
    for (const [key, was] of Object.entries(body.was ?? {})) {
      if (!asks.has(key)) continue;
      token(key).value = was;
      state.tabs.delete(key);
      others(key, "");
    }
    for (const [key, html] of Object.entries(body.others ?? {})) {
      if (!asks.has(key)) continue;
      token(key).value = entries.get(key).was;
      state.tabs.set(key, tab);
      others(key, html);
    }
    for (const key of entries.keys()) if (!state.typed.has(key)) forget(tab, key);
    form.dispatchEvent(new CustomEvent("draft:saved"));
    if (!state.typed.size) say("words", new Date(body.saved_at ?? Date.now()).toTimeString().slice(0, 5));
  }

  function others(key, html) {
    const place = asks.get(key).querySelector("[data-others]");
    if (place && (html || place.querySelector("[data-standing]"))) place.innerHTML = html;
  }

  function fill(key, given) {
    const values = new Map();
    for (const [name, value] of given) values.set(name, [...(values.get(name) ?? []), value]);
    for (const control of asks.get(key).querySelectorAll("[name]")) {
      if (["hidden", "file", "submit"].includes(control.type)) continue;
      const mine = values.get(control.name) ?? [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = mine.includes(control.value);
      else control.value = mine.shift() ?? "";
      control.dispatchEvent(new Event("input", { bubbles: false }));
    }
    conditions();
  }

  function typed(event) {
    const key = event.target.closest?.("[data-ask]")?.dataset.ask;
    if (key && event.target.type !== "file") changed(key);
  }

  function changed(key) {
    state.number += 1;
    state.typed.set(key, (state.typed.get(key) ?? 0) + 1);
    remember(key);
    conditions();
    say("saving");
    later(PAUSE / 1000);
  }

  async function choose(event) {
    const button = event.target.closest("button[name=choose]");
    if (!button) return;
    event.preventDefault();
    const key = button.value.split("|")[0];
    if (!(await settled())) return;
    try {
      const entry = { was: button.closest("[data-token]").dataset.token, pairs: pairs(key) };
      const body = await post("choose", tabOf(key), state.number, new Map([[key, entry]]), [["choose", button.value]]);
      state.tabs.delete(key);
      if (typeof body.value !== "string" && body.value !== null) return location.reload();
      fill(key, [[key, String(body.value ?? "")]]);
      asks.get(key).querySelector("[data-others]").innerHTML = body.others?.[key] ?? "";
      if (body.was?.[key]) token(key).value = body.was[key];
      form.dispatchEvent(new CustomEvent("draft:saved"));
      asks.get(key).querySelector("input:not([type=hidden]), textarea, select")?.focus();
    } catch (problem) {
      say(problem instanceof Stop ? problem.words : "offline", "", problem.link);
    }
  }

  // Everything typed is at the server, or the words beside the button say why not.
  async function settled() {
    while (state.busy) await new Promise((go) => setTimeout(go, 50));
    return !(state.typed.size || state.foreign.length) || flush();
  }

  async function submit(event) {
    if (event.submitter?.name === "choose" || form.dataset.sure) return;
    event.preventDefault();
    if (form.dataset.asked) return; // a double click
    form.dataset.asked = "1";
    let is_saved = await settled();
    for (let n = 0; !is_saved && state.typed.size && n < 3 && state.tries === 0; n += 1) is_saved = await settled();
    delete form.dataset.asked;
    if (!is_saved) return foot?.scrollIntoView({ block: "nearest" });
    try {
      await fetch("/health", { cache: "no-store" }); // a page that cannot be reached would take the form's place
    } catch {
      return say("unsent");
    }
    if (event.submitter?.hasAttribute("formaction")) form.action = event.submitter.formAction;
    form.dataset.sure = "1";
    form.elements.number.value = state.number;
    form.submit();
    setTimeout(() => delete form.dataset.sure, 5000);
  }

  function conditions() {
    const data = new FormData(form);
    const asked = new Set();
    for (const [key, ask] of asks) {
      const other = ask.dataset.if;
      const holds = !other || !asks.has(other) || (asked.has(other) && (ask.dataset.in ?? "").split(" ").includes(String(data.get(other) ?? "")));
      if (holds) asked.add(key);
      if (other && asks.has(other)) ask.hidden = !holds;
    }
  }

  function leftovers(early) {
    const found = new Map();
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(`${store}:`)) continue;
      const [tab, key] = name.slice(store.length + 1).split(":");
      try {
        if (asks.has(key)) found.set(tab, (found.get(tab) ?? new Map()).set(key, JSON.parse(localStorage.getItem(name))));
      } catch {
        localStorage.removeItem(name);
      }
    }
    state.foreign = [...found];
    for (const [, entries] of found) for (const [key, entry] of entries) if (!early.has(key)) fill(key, entry.pairs);
    if (found.size) {
      say("saving");
      flush();
    }
  }

  for (const ask of asks.values()) if (ask.dataset.if) ask.classList.add("ask--live");
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("click", choose);
  form.addEventListener("submit", submit);
  addEventListener("online", () => later(0));
  addEventListener("offline", () => state.typed.size && say("offline"));
  addEventListener("pagehide", () => state.typed.size && flush(true));
  conditions();
  const early = new Set([...asks.keys()].filter((key) => [...asks.get(key).querySelectorAll("[name]")].some(isTouched)));
  leftovers(early);
  for (const key of early) changed(key);
}

class Stop extends Error {
  constructor(words, _time = "", link = "") {
    super(words);
    this.words = words;
    this.link = link;
  }
}
