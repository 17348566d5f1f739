// One key for one thing of a page: [data-key="p"] is pressed by p, nowhere while somebody writes.
const TYPED = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPED)) return;
    const thing = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!thing || thing.disabled || !thing.checkVisibility?.()) return;
    event.preventDefault();
    thing.click();
  });
}
