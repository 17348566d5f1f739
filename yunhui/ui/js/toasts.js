// What was done, for a while; one that can be undone stays until it is closed. Also from HX-Trigger: {"toast": {...}}.
import { csrf, each } from "./dom.js";

const STAY = 8000;

export function toasts(root) {
  each(root, "[data-toast]", (toast) => {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn btn--quiet btn--s";
    close.textContent = place().dataset.close;
    close.addEventListener("click", () => toast.remove());
    toast.append(close);
    if (!toast.querySelector("form")) setTimeout(() => toast.matches(":hover, :focus-within") || toast.remove(), STAY);
  });
}

export function toast(text, undo = "") {
  const made = document.createElement("div");
  made.className = "toast";
  made.dataset.toast = "";
  const words = document.createElement("span");
  words.textContent = text;
  made.append(words);
  if (undo.startsWith("/")) made.append(undoForm(undo));
  place().append(made);
  toasts(made);
}

function undoForm(url) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  form.className = "inline";
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = csrf();
  const button = document.createElement("button");
  button.className = "btn btn--quiet btn--s";
  button.textContent = place().dataset.undo;
  form.append(token, button);
  return form;
}

function place() {
  return document.getElementById("toasts");
}
