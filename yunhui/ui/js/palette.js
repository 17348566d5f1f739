// Ctrl-K or Cmd-K: one search over everything in a dialog; the arrows walk through what was found. Any element with
// [data-palette] opens it; [data-close-dialog] closes the dialog around it.
export function palette(htmx) {
  const dialog = document.getElementById("palette");
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog").close();
    const opener = event.target.closest("[data-palette]");
    if (opener && dialog?.showModal) {
      event.preventDefault();
      open(htmx, dialog);
    } else if (event.target === dialog) dialog.close();
  });
  if (!dialog?.showModal) return;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (!dialog.open) open(htmx, dialog);
    }
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const links = [...dialog.querySelectorAll(".palette__found a")];
    const here = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown") (links[here + 1] ?? links[0])?.focus();
    else if (event.key === "ArrowUp") (here > 0 ? links[here - 1] : dialog.querySelector("input"))?.focus();
    else if (event.key === "Enter" && event.target.matches("input") && links.length) links[0].click();
    else return;
    event.preventDefault();
  });
}

function open(htmx, dialog) {
  dialog.showModal();
  dialog.querySelector("input").select();
  htmx.trigger(dialog, "open");
}
