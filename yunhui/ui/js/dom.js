// Each enhancer may see an element again after htmx put a page part in; it is made ready once.
export function each(root, selector, ready) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    const done = (element.yunhui ??= new Set());
    if (done.has(ready)) continue;
    done.add(ready);
    ready(element);
  }
}

export function csrf(form) {
  return form?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? document.querySelector("meta[name=csrf]")?.content ?? "";
}

export function chinese() {
  return document.documentElement.lang.startsWith("zh");
}
