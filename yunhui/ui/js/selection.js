// A list whose rows can be ticked: [data-select-all] ticks the page, the bulk bar appears and counts; the box "all" of the
// bar stands for everything that matches, beyond the page.
import { each } from "./dom.js";

export function selection(root) {
  each(root, "[data-selection]", (place) => {
    const boxes = () => [...place.querySelectorAll("tbody input[type=checkbox]")];
    const all = place.querySelector("[data-select-all]");
    const beyond = place.querySelector("[data-bulk] input[name=all]");
    const bar = place.querySelector("[data-bulk]");
    const show = () => {
      const ticked = boxes().filter((box) => box.checked);
      for (const box of boxes()) box.closest("tr").setAttribute("aria-selected", String(box.checked));
      if (all) {
        all.checked = ticked.length > 0 && ticked.length === boxes().length;
        all.indeterminate = ticked.length > 0 && !all.checked;
      }
      if (bar) bar.hidden = ticked.length === 0 && !beyond?.checked;
      for (const count of place.querySelectorAll("[data-ticked]")) {
        count.textContent = beyond?.checked ? count.dataset.ofAll : String(ticked.length);
      }
    };
    place.addEventListener("change", (event) => {
      if (event.target === all) for (const box of boxes()) box.checked = all.checked;
      if (event.target === beyond && beyond.checked) for (const box of boxes()) box.checked = true;
      else if (event.target !== beyond && beyond) beyond.checked = false;
      show();
    });
    place.querySelector("[data-clear]")?.addEventListener("click", () => {
      for (const box of boxes()) box.checked = false;
      if (beyond) beyond.checked = false;
      show();
    });
    show();
  });
}
