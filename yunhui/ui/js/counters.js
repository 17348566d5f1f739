// <span data-count="field-id" data-limit="60"><span>4</span> / 60 <span></span></span>: how many characters are written,
// and how many are too many. Nothing is cut: pasted text that is too long stays whole.
import { each } from "./dom.js";

export function counters(root) {
  each(root, "[data-count]", (place) => {
    const control = document.getElementById(place.dataset.count);
    const [written, excess] = place.querySelectorAll("span");
    const show = () => {
      const length = [...control.value].length;
      const over = length - Number(place.dataset.limit);
      written.textContent = String(length);
      place.classList.toggle("count--over", over > 0);
      excess.textContent = over > 0 ? place.dataset.over.replace("{n}", over) : "";
    };
    control?.addEventListener("input", show);
  });
}
