// The side panel: the row whose detail it shows is marked; [data-close-panel] empties it without losing the list.
export function panel(htmx) {
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "panel") return;
    const from = event.detail.requestConfig?.elt?.closest("tr, li");
    if (from) mark(from);
    if (matchMedia("(max-width: 1180px)").matches) event.detail.target.scrollIntoView({ block: "start" });
  });
  document.addEventListener("click", (event) => {
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

function mark(row) {
  for (const open of document.querySelectorAll("tr.is-open, li.is-open")) open.classList.remove("is-open");
  row?.classList.add("is-open");
}
