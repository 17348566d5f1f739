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

// Whether a control holds something else than the page came with.
export function isTouched(control) {
  if (["hidden", "file", "submit", "button"].includes(control.type)) return false;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.tagName !== "SELECT") return control.value !== control.defaultValue;
  const given = [...control.options].filter((one) => one.defaultSelected);
  if (!given.length && !control.multiple) return control.selectedIndex > 0;
  return [...control.options].some((one) => one.selected !== one.defaultSelected);
}
