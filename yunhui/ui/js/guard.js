// What every request of htmx carries and what a failed one says.
import { csrf } from "./dom.js";
import { toast } from "./toasts.js";

export function guard(htmx) {
  const words = document.getElementById("toasts").dataset;
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrf(event.detail.elt.closest("form"));
  });
  document.addEventListener("htmx:sendError", () => toast(words.offline));
  document.addEventListener("htmx:responseError", () => toast(words.failed));
  document.addEventListener("toast", (event) => toast(event.detail.text ?? event.detail.value, event.detail.undo));
}
