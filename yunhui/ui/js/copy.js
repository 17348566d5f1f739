// <button data-copy="id" data-copied="Copied" hidden>: puts the text of a field on the clipboard.
import { each } from "./dom.js";

export function copies(root) {
  if (!navigator.clipboard) return;
  each(root, "button[data-copy]", (button) => {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.copied;
      } catch {
        field.select(); // not allowed here: the text is marked, and the keyboard copies it
        return;
      }
      setTimeout(() => (button.textContent = words), 2500);
    });
  });
}
