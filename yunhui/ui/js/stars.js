// button[data-star="pitch-7"]: kept on this machine only, no account. [data-star-count] counts, [data-star-filter] shows them alone.
import { each } from "./dom.js";

const KEY = "yunhui.stars";

function read() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  } catch {
    return new Set();
  }
}

export function stars(root) {
  const kept = read();
  const show = () => {
    for (const button of document.querySelectorAll("[data-star]")) {
      const on = kept.has(button.dataset.star);
      button.setAttribute("aria-pressed", String(on));
      button.closest(".talk")?.classList.toggle("is-mine", on);
    }
    const here = [...document.querySelectorAll("[data-star]")].filter((button) => kept.has(button.dataset.star)).length;
    for (const count of document.querySelectorAll("[data-star-count]")) count.textContent = String(here);
  };
  each(root, "[data-star]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const id = button.dataset.star;
      if (!kept.delete(id)) kept.add(id);
      localStorage.setItem(KEY, JSON.stringify([...kept]));
      show();
    });
  });
  each(root, "[data-star-filter]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      document.body.classList.toggle("only-mine", on);
    });
  });
  show();
}
