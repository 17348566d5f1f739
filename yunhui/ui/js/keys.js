// Lists by keyboard: j and k walk the rows of [data-keys], o or Enter opens, x ticks, [ and ] step through the panel,
// Escape closes it, / goes to the list's search field, ? shows what the keys do.
import { beside } from "./panel.js";

const TYPED = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPED)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const find = document.querySelector("#list input[type=search]") ?? document.querySelector("input[type=search]");
      if (find) {
        event.preventDefault();
        find.focus();
      }
      return;
    }
    if (event.key === "?") return help(event);
    const list = document.querySelector("[data-keys]");
    if (!list) return;
    const link = (row) => row?.querySelector("a.title, a.t, a");
    const rows = [...list.querySelectorAll("tbody tr, li")].filter(link);
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    if (event.key === "j") link(rows[Math.min(here + 1, rows.length - 1)])?.focus();
    else if (event.key === "k") link(rows[Math.max(here - 1, 0)])?.focus();
    else if (event.key === "o" && here >= 0) link(rows[here]).click();
    else if (event.key === "x" && here >= 0) rows[here].querySelector("input[type=checkbox]")?.click();
    else if (event.key === "[") link(beside(-1))?.click();
    else if (event.key === "]") link(beside(1))?.click();
    else if (event.key === "Escape" && !document.querySelector("details.menu[open]")) {
      document.querySelector("#panel [data-close-panel]")?.click();
      return;
    } else return;
    event.preventDefault();
  });
}

function help(event) {
  const dialog = document.getElementById("keys-help");
  if (!dialog?.showModal || !document.querySelector("[data-keys]")) return;
  event.preventDefault();
  dialog.showModal();
}
