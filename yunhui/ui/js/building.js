// Building a timetable: an item is lifted by dragging it or with Enter; every place then says whether it is free and
// why not, as the server judges it. The drop is a form like any other: what the page shows is what was saved.
import { chinese, csrf, each } from "./dom.js";

const STATES = { g: "is-free", y: "is-dear", r: "is-barred" };
let lifted = null;

export function building(root, htmx) {
  each(root, "#editor", (editor) => {
    editor.addEventListener("dragstart", (event) => {
      const item = event.target.closest?.("[data-item][draggable=true]");
      if (!item) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.item);
      lift(editor, item, false);
    });
    editor.addEventListener("dragover", (event) => over(editor, event));
    editor.addEventListener("drop", (event) => dropped(editor, event, htmx));
    editor.addEventListener("dragend", () => letGo(editor));
    editor.addEventListener("keydown", (event) => keyed(editor, event, htmx));
    editor.addEventListener("focusout", (event) => {
      if (lifted?.byKey && !editor.contains(event.relatedTarget)) letGo(editor, true);
    });
    document.getElementById(editor.dataset.focus ?? "")?.focus();
    refresh(editor, htmx);
    const back = document.documentElement.dataset.lifted;
    if (back) {
      delete document.documentElement.dataset.lifted;
      itemOf(editor, back)?.focus();
    }
  });
}

// What the panel says of an item is of the draft before the change: it is asked for anew, or its forms would be stale.
function refresh(editor, htmx) {
  const edits = document.querySelector("#panel [name=edits]");
  const item = document.querySelector("#panel [name=item]")?.value;
  if (!item || edits.value === editor.dataset.edits) return;
  htmx.ajax("GET", `/w/timetables/${editor.dataset.timetable}/item?item=${encodeURIComponent(item)}`, { target: "#panel", swap: "innerHTML" });
}

function itemOf(editor, id) {
  return [...editor.querySelectorAll("[data-item]")].find((one) => one.dataset.item === id);
}

function nameOf(item) {
  return item.querySelector("b")?.textContent ?? "";
}

function columns(editor) {
  return [...editor.querySelectorAll("[data-column]")].map((one) => one.dataset.column);
}

async function lift(editor, item, byKey) {
  lifted = { editor, item, byKey, id: item.dataset.item, places: null, target: null };
  item.classList.add("is-lifted");
  say(editor, byKey ? editor.dataset.lifted.replace("{item}", nameOf(item)) : editor.dataset.waiting);
  const query = new URLSearchParams({ item: lifted.id });
  for (const one of columns(editor)) query.append("c", one);
  const mine = lifted;
  const answer = await fetch(`/w/timetables/${editor.dataset.timetable}/places?${query}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || lifted !== mine) return;
  lifted.places = (await answer.json()).places;
  for (const cell of editor.querySelectorAll("[data-place]")) {
    const found = lifted.places[cell.dataset.place];
    cell.classList.add(found ? STATES[found[0]] : "is-barred");
  }
  if (lifted.target) aim(editor, lifted.target);
}

function letGo(editor, spoken = false) {
  if (!lifted) return;
  lifted.item.classList.remove("is-lifted");
  for (const cell of editor.querySelectorAll("[data-place], .is-target")) cell.classList.remove(...Object.values(STATES), "is-target");
  if (spoken) say(editor, editor.dataset.letGo);
  lifted = null;
}

function say(editor, words, state = "") {
  const place = editor.querySelector("#tt-says");
  if (!place) return;
  place.className = `tt-says ${state}`;
  place.textContent = words;
}

function words(place) {
  const [day, room, at] = place.split("|");
  const column = document.querySelector(`[data-column="${CSS.escape(`${day}|${room}`)}"]`)?.dataset.name ?? room;
  const date = new Date(`${day}T12:00:00Z`);
  const shown = date.toLocaleDateString(chinese() ? "zh-CN" : "en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  return `${shown} ${at}, ${column}`;
}

function aim(editor, place) {
  lifted.target = place;
  for (const cell of editor.querySelectorAll(".is-target")) cell.classList.remove("is-target");
  const cell = editor.querySelector(`[data-place="${CSS.escape(place)}"]`);
  cell?.classList.add("is-target");
  if (lifted.byKey) cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (!lifted.places) return;
  const found = lifted.places[place];
  say(editor, `${words(place)}: ${found ? found[2] : editor.dataset.closed}`, STATES[found?.[0] ?? "r"]);
}

function over(editor, event) {
  if (!lifted) return;
  if (event.target.closest("[data-park]")) {
    event.preventDefault();
    say(editor, editor.dataset.aside);
    return;
  }
  const other = occupied(event);
  if (other) {
    event.preventDefault();
    return aimAt(editor, other);
  }
  const cell = event.target.closest("[data-place]");
  if (!cell) return;
  event.preventDefault();
  if (lifted.target !== cell.dataset.place) aim(editor, cell.dataset.place);
}

// Another item that has a place: the two can be swapped.
function occupied(event) {
  const item = event.target.closest("td")?.querySelector("[data-item]");
  return item && lifted.item.closest("td") && item.dataset.item !== lifted.id ? item : null;
}

function aimAt(editor, other) {
  lifted.target = null;
  for (const cell of editor.querySelectorAll(".is-target")) cell.classList.remove("is-target");
  other.closest("td").classList.add("is-target");
  say(editor, editor.dataset.swap.replace("{item}", nameOf(other)));
}

function dropped(editor, event, htmx) {
  if (!lifted) return;
  event.preventDefault();
  if (event.target.closest("[data-park]")) return send(editor, htmx, "park", {});
  const other = occupied(event);
  if (other) return send(editor, htmx, "swap", { other: other.dataset.item });
  const cell = event.target.closest("[data-place]");
  if (cell) put(editor, htmx, cell.dataset.place);
}

function put(editor, htmx, place) {
  const found = lifted.places?.[place];
  if (lifted.places && (!found || found[0] === "r")) {
    aim(editor, place);
    if (!lifted.byKey) window.setTimeout(() => aimAgain(editor, words(place), found), 0);
    return;
  }
  send(editor, htmx, "move", { place });
}

function aimAgain(editor, where, found) {
  say(editor, `${where}: ${found ? found[2] : editor.dataset.closed}`, STATES.r);
}

function send(editor, htmx, what, values) {
  const id = lifted.id;
  letGo(editor);
  document.documentElement.dataset.lifted = id;
  const here = new URL(location.href);
  const window_ = {};
  for (const key of ["day", "halls"]) if (here.searchParams.get(key)) window_[key] = here.searchParams.get(key);
  htmx.ajax("POST", `/w/timetables/${editor.dataset.timetable}/${what}`, {
    target: "#editor",
    swap: "outerHTML",
    values: { ...values, ...window_, item: id, edits: editor.dataset.edits, csrfmiddlewaretoken: csrf(editor.querySelector("form")) },
  });
}

function keyed(editor, event, htmx) {
  const item = event.target.closest("[data-item]");
  if (!lifted) {
    if (event.key !== "Enter" || !item || item.getAttribute("draggable") !== "true" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    htmx.trigger(item, "click");
    lift(editor, item, true);
    return;
  }
  if (event.key === "Escape") {
    event.preventDefault();
    letGo(editor, true);
  } else if (event.key === "Enter" && lifted.target) {
    event.preventDefault();
    put(editor, htmx, lifted.target);
  } else if (event.key === "Backspace" || event.key === "Delete") {
    event.preventDefault();
    send(editor, htmx, "park", {});
  } else if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    aim(editor, beside(editor, event.key));
  }
}

// The place beside the target: up and down through the free places of a hall, left and right to the next hall.
function beside(editor, key) {
  const all = [...editor.querySelectorAll("[data-place]")].map((cell) => cell.dataset.place);
  const of = columns(editor);
  const [day, room, at] = (lifted.target ?? start(editor, all)).split("|");
  const index = of.indexOf(`${day}|${room}`);
  const within = (column) => all.filter((place) => place.startsWith(`${column}|`));
  if (key === "ArrowUp" || key === "ArrowDown") {
    const mine = within(`${day}|${room}`).map((place) => place.split("|")[2]);
    const next = key === "ArrowDown" ? mine.find((one) => one > at) : mine.filter((one) => one < at).pop();
    return `${day}|${room}|${next ?? at}`;
  }
  for (let step = index + (key === "ArrowRight" ? 1 : -1); step >= 0 && step < of.length; step += key === "ArrowRight" ? 1 : -1) {
    const mine = within(of[step]);
    if (!mine.length) continue;
    const near = mine.reduce((best, one) => (far(one, at) < far(best, at) ? one : best));
    return near;
  }
  return `${day}|${room}|${at}`;
}

function far(place, at) {
  const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  return Math.abs(minutes(place.split("|")[2]) - minutes(at));
}

function start(editor, all) {
  const cell = lifted.item.closest("td");
  const at = lifted.item.querySelector(".tt-at")?.textContent;
  const index = cell ? columnOf(cell) : 0;
  const column = columns(editor)[index] ?? columns(editor)[0];
  return at ? `${column}|${at}` : (all[0] ?? `${column}|09:00`);
}

// The column of a cell in a table with spans: by where it lies on the screen.
function columnOf(cell) {
  const heads = [...document.querySelectorAll("[data-column]")];
  const left = cell.getBoundingClientRect().left + 2;
  return Math.max(0, heads.findIndex((head) => head.getBoundingClientRect().right > left));
}
