// Marking hours: each is a choice of three that works by itself; drawing over several marks them alike.
import { each } from "./dom.js";

export function hours(root) {
  each(root, "[data-hours]", (day) => {
    const all = day.querySelector("[data-all]");
    if (all) all.hidden = false;
    const how = document.querySelector("[data-how]");
    if (how) how.hidden = false;
    let brush = null;
    const paint = (x, y) => {
      const row = document.elementFromPoint(x, y)?.closest(".when__row");
      if (!row || !day.contains(row)) return;
      choose(row, brush);
    };
    day.addEventListener("pointerdown", (event) => {
      const label = event.target.closest(".when__c");
      if (!label || event.button) return;
      brush = label.querySelector("input").value;
      label.releasePointerCapture?.(event.pointerId);
    });
    day.addEventListener("pointermove", (event) => {
      if (!brush || !event.buttons) return;
      event.preventDefault();
      paint(event.clientX, event.clientY);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) day.addEventListener(end, () => (brush = null));
    day.addEventListener("click", (event) => {
      const button = event.target.closest("[data-mark]");
      if (!button) return;
      for (const row of day.querySelectorAll(".when__row")) choose(row, button.dataset.mark);
    });
  });
}

function choose(row, mark) {
  const input = row.querySelector(`input[value="${mark}"]`);
  if (!input || input.checked) return;
  input.checked = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
