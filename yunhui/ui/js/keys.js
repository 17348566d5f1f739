// Lists by keyboard: j and k walk the rows of [data-keys], o opens, x ticks, / goes to the search field.
const TYPED = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPED)) return;
    if (event.key === "/") {
      const find = document.querySelector("input[type=search]");
      if (find) {
        event.preventDefault();
        find.focus();
      }
      return;
    }
    const list = document.querySelector("[data-keys]");
    if (!list) return;
    const rows = [...list.querySelectorAll("tbody tr, li")].filter((row) => row.querySelector("a.title, a.t, a"));
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const link = (row) => row?.querySelector("a.title, a.t, a");
    if (event.key === "j") link(rows[Math.min(here + 1, rows.length - 1)])?.focus();
    else if (event.key === "k") link(rows[Math.max(here - 1, 0)])?.focus();
    else if (event.key === "o" && here >= 0) link(rows[here]).click();
    else if (event.key === "x" && here >= 0) rows[here].querySelector("input[type=checkbox]")?.click();
    else return;
    event.preventDefault();
  });
}
