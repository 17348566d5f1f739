// The plan beside or over a score sheet: a link with data-plan fetches it (htmx) into #plan, data-plan-close puts it
// away. Both keep their own place, because neither leaves the page. Without this file the link opens the reader.
export function plan() {
  const place = document.getElementById("plan");
  if (!place) return;
  let from = null;
  const show = (is_open) => {
    const wide = matchMedia("(min-width: 1180px)").matches;
    const bar = document.querySelector(".sheet__top")?.getBoundingClientRect().bottom ?? 0;
    place.style.top = is_open && wide ? `${Math.max(0, bar)}px` : "";
    place.hidden = !is_open;
    document.body.classList.toggle("has-plan", is_open);
    (is_open ? place : from)?.focus({ preventScroll: true });
  };
  const clicked = (event) => {
    const link = event.target.closest("a[data-plan]");
    if (link && place.dataset.shows === link.href) {
      event.preventDefault();
      event.stopPropagation(); // it is there already, where its reader left it: htmx need not fetch it
      from = link;
      show(true);
    } else if (link) from = link;
    if (event.target.closest("[data-plan-close]")) show(false);
  };
  document.addEventListener("click", clicked, true);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "plan-in") return;
    place.dataset.shows = from?.href ?? "";
    place.scrollTop = 0;
    show(true);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && !place.hidden && show(false));
}
