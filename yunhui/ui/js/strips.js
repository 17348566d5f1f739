// Rows that scroll sideways on a phone start where the reader is.
export function strips() {
  for (const strip of document.querySelectorAll(".rail, .tabs, .site nav, .chips-x")) {
    const here = strip.querySelector("[aria-current]");
    if (!here || strip.scrollWidth <= strip.clientWidth) continue;
    strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }
}
