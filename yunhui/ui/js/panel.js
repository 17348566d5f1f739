// The side panel: the row whose detail it shows is marked and stands in the address (open=), so that going back or
// sending the address shows it again; [data-panel-step] goes to the row before or after; [data-close-panel] empties it.
// Where the panel lies below the list, what was asked for inside it shows its answer: what [data-land] says, else the
// section in which it was asked; everything else starts at the top.
const ROWS = "tr, li";

const NARROW = "(max-width: 1180px)";

export function panel(htmx) {
  let section = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const asked = event.detail.requestConfig?.elt;
    section = asked?.closest("#panel section[id]")?.id ?? "";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.target;
    if (place.id !== "panel") return;
    const from = event.detail.requestConfig?.elt?.closest(ROWS) ?? document.querySelector(".is-open");
    if (from) mark(from);
    steps(place);
    if (matchMedia(NARROW).matches) landing(place, section).scrollIntoView({ block: "start" });
  });
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-panel-step]");
    if (step) beside(Number(step.dataset.panelStep))?.querySelector("a.title")?.click();
    const close = event.target.closest("[data-close-panel]");
    if (!close) return;
    event.preventDefault();
    const place = document.getElementById("panel");
    const back = document.querySelector(".is-open a.title");
    place.replaceChildren();
    mark(null);
    if (close.href) history.replaceState(history.state, "", close.href);
    back?.focus();
  });
}

function landing(place, section) {
  if (!section) return place;
  return place.querySelector("[data-land]") ?? document.getElementById(section) ?? place;
}

export function beside(by) {
  let row = document.querySelector("tr.is-open[data-id]");
  do row = by > 0 ? row?.nextElementSibling : row?.previousElementSibling;
  while (row && !row.dataset.id);
  return row;
}

function steps(place) {
  for (const step of place.querySelectorAll("[data-panel-step]")) {
    step.hidden = !document.querySelector("tr.is-open[data-id]");
    step.disabled = !beside(Number(step.dataset.panelStep));
  }
}

function mark(row) {
  for (const open of document.querySelectorAll("tr.is-open, li.is-open")) open.classList.remove("is-open");
  row?.classList.add("is-open");
  if (row && !row.dataset.id) return;
  const here = new URL(location.href);
  if (row) here.searchParams.set("open", row.dataset.id);
  else here.searchParams.delete("open");
  history.replaceState(history.state, "", here);
}
