// A score sheet: [data-step] in a .crit moves the number, the range follows, the anchor that holds lights up
// and stands in [data-holds], [data-total] adds up. Without this file the number fields do it all.
import { each } from "./dom.js";

export function steppers(root) {
  each(root, ".crit", ready);
}

function ready(crit) {
  const input = crit.querySelector("input[data-score]");
  const range = crit.querySelector("input[type=range]");
  if (!input) return;
  const max = Number(input.max || range?.max || 100);
  const step = Number(input.step) || 0.5;
  const show = () => {
    const value = input.value === "" ? null : Number(input.value);
    if (range) {
      range.value = value ?? 0;
      range.classList.toggle("is-empty", value === null);
    }
    let words = "";
    for (const anchor of crit.querySelectorAll(".anchors [data-from]")) {
      const holds = value !== null && value >= Number(anchor.dataset.from) && value <= Number(anchor.dataset.to);
      anchor.classList.toggle("is-on", holds);
      if (holds) words = anchor.querySelector("span")?.textContent ?? "";
    }
    const place = crit.querySelector("[data-holds]");
    if (place) place.textContent = words;
    total(crit.closest("form"));
  };
  const set = (value) => {
    input.value = String(Math.min(max, Math.max(0, Math.round(value / step) * step)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const button of crit.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => set(Number(input.value || 0) + Number(button.dataset.step)));
  }
  if (range) {
    range.hidden = false;
    range.addEventListener("input", () => set(Number(range.value)));
  }
  input.addEventListener("input", show);
  input.addEventListener("change", () => input.value !== "" && set(Number(input.value)));
  show();
}

function total(form) {
  const place = document.querySelector("[data-total]");
  if (!form || !place) return;
  const scores = [...form.querySelectorAll("input[data-score]")];
  const given = scores.filter((score) => score.value !== "");
  const sum = given.reduce((so, score) => so + Number(score.value) * Number(score.dataset.weight ?? 1), 0);
  place.textContent = given.length ? String(Math.round(sum * 100) / 100) : "–";
  place.classList.toggle("is-part", given.length < scores.length);
}
