// button[data-star="p-1a2b3c4d"]: kept on this machine only, no account; by [data-programme="call"] each event its own.
// [data-star-count="call"] counts; [data-mine] shows what is starred alone; a[data-pick] carries it in its address;
// a[data-share] shares or copies its address; [data-star-all] keeps everything that the page shows; [data-scriptless] says
// what a page without this file cannot do.
import { each } from "./dom.js";

const KEY = "yunhui.stars";

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}

function keep(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // private windows of some browsers keep nothing: the choice holds until the page is left
  }
}

export function stars(root) {
  const programme = document.querySelector("[data-programme]");
  const all = read();
  const code = programme?.dataset.programme ?? "";
  const kept = new Set(all[code] ?? []);
  const change = () => {
    all[code] = [...kept];
    keep(all);
    show();
  };
  const show = () => {
    for (const button of document.querySelectorAll("[data-star]")) {
      const on = kept.has(button.dataset.star);
      button.setAttribute("aria-pressed", String(on));
      button.closest(".talk")?.classList.toggle("is-mine", on);
    }
    for (const count of document.querySelectorAll("[data-star-count]")) {
      const here = count.dataset.starCount === code ? kept.size : (all[count.dataset.starCount] ?? []).length;
      count.textContent = here ? String(here) : "";
    }
    mine(programme, kept);
  };
  each(root, "[data-star]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!kept.delete(button.dataset.star)) kept.add(button.dataset.star);
      change();
    });
  });
  each(root, "[data-star-all]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const one of document.querySelectorAll("[data-star]")) kept.add(one.dataset.star);
      change();
    });
  });
  each(root, "a[data-share]", share);
  each(root, "[data-scriptless]", (words) => { words.hidden = true; });
  show();
}

// What is not starred is hidden, with the parts that it leaves empty.
function mine(programme, kept) {
  if (!programme || programme.dataset.mine === undefined) return;
  for (const talk of programme.querySelectorAll(".talk")) talk.hidden = !kept.has(talk.id);
  for (const css of [".sessions > section", ".slot", ".day"]) {
    for (const part of programme.querySelectorAll(css)) part.hidden = !part.querySelector(".talk:not([hidden])");
  }
  const none = !programme.querySelector(".talk:not([hidden])");
  for (const words of document.querySelectorAll("[data-mine-empty]")) words.hidden = !none;
  for (const link of document.querySelectorAll("a[data-pick]")) {
    link.href = kept.size ? `${link.dataset.pick}?pick=${[...kept].map((one) => one.replace(/^p-/, "")).join(".")}` : link.dataset.pick;
    link.hidden = none;
  }
}

function share(link) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      if (navigator.share && matchMedia("(pointer: coarse)").matches) {
        await navigator.share({ title: document.title, url: link.href });
        return;
      }
      await navigator.clipboard.writeText(link.href);
      said(link);
    } catch (problem) {
      if (problem?.name !== "AbortError") location.assign(link.href);
    }
  });
}

function said(link) {
  const words = document.createElement("span");
  words.className = "meta";
  words.setAttribute("role", "status");
  words.textContent = link.dataset.share;
  link.after(words);
  setTimeout(() => words.remove(), 4000);
}
