// A list whose rows can be ticked: [data-select-all] ticks the page, the bulk bar appears and counts.
import { each } from "./dom.js";

export function selection(root) {
  each(root, "[data-selection]", (place) => {
    const boxes = () => [...place.querySelectorAll("tbody input[type=checkbox]")];
    const all = place.querySelector("[data-select-all]");
    const bar = place.querySelector("[data-bulk]");
    const show = () => {
      const ticked = boxes().filter((box) => box.checked);
      for (const box of boxes()) box.closest("tr").setAttribute("aria-selected", String(box.checked));
      if (all) {
        all.checked = ticked.length > 0 && ticked.length === boxes().length;
        all.indeterminate = ticked.length > 0 && !all.checked;
      }
      if (bar) bar.hidden = ticked.length === 0;
      for (const count of place.querySelectorAll("[data-ticked]")) count.textContent = String(ticked.length);
    };
    place.addEventListener("change", (event) => {
      if (event.target === all) for (const box of boxes()) box.checked = all.checked;
      show();
    });
    place.querySelector("[data-clear]")?.addEventListener("click", () => {
      for (const box of boxes()) box.checked = false;
      show();
    });
    show();
  });
}
