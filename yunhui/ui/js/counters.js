// <span data-count="field-id">: how many characters are written.
import { each } from "./dom.js";

export function counters(root) {
  each(root, "[data-count]", (place) => {
    const control = document.getElementById(place.dataset.count);
    const show = () => (place.textContent = String([...control.value].length));
    control?.addEventListener("input", show);
  });
}
