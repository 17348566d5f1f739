// A list whose entries can be put in another order: [data-order] gets buttons that move an entry up or down.
import { each } from "./dom.js";

export function order(root) {
  each(root, "[data-order]", (list) => {
    for (const entry of list.children) {
      const name = entry.textContent.trim(); // read before the buttons add their arrows to it
      for (const [word, by] of [[list.dataset.up, -1], [list.dataset.down, 1]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "textbutton order__b";
        button.textContent = by < 0 ? "\u2191" : "\u2193";
        button.setAttribute("aria-label", `${word}: ${name}`);
        button.addEventListener("click", () => {
          if (by < 0) entry.previousElementSibling?.before(entry);
          else entry.nextElementSibling?.after(entry);
          button.focus();
        });
        entry.append(button);
      }
    }
  });
}
