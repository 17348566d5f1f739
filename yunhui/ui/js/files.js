// Files of a form, sent in pieces: a lost line waits and goes on, a page loaded anew goes on with the same file.
const PATIENCE = [1000, 2000, 4000, 8000, 15000];
const MOST = 50 * 1024 * 1024;

const size = (bytes) => {
  const number = bytes < 1024 * 1024 ? Math.max(1, Math.round(bytes / 1024)) : Math.round(bytes / 104857.6) / 10;
  return `${number} ${bytes < 1024 * 1024 ? "kB" : "MB"}`;
};
const pause = (ms) =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    window.addEventListener("online", () => (clearTimeout(timer), done()), { once: true });
  });

class Refused extends Error {}

export function files(root) {
  const found = root.matches?.("[data-files]") ? [root] : root.querySelectorAll?.("[data-files]") || [];
  for (const box of found) if (!box.dataset.ready) enhance(box);
}

function enhance(box) {
  box.dataset.ready = "1";
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-files-list]");
  const said = box.querySelector("[data-files-said]");
  const form = input.form;
  const key = input.name.replace(/^file-/, "");
  input.removeAttribute("name"); // the saving of the form never carries it
  box.querySelector("[data-files-send]").hidden = true;

  const token = () => form.elements.csrfmiddlewaretoken.value;
  const call = (url, method, body, headers = {}) =>
    fetch(url, { method, body, headers: { Accept: "application/json", "X-CSRFToken": token(), ...headers } });

  input.addEventListener("change", () => {
    for (const file of input.files) send(file);
    input.value = "";
  });
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    for (const file of event.dataTransfer.files) send(file);
  });
  list.addEventListener("click", async (event) => {
    const remove = event.target.closest("[data-file-remove]");
    const cancel = event.target.closest("[data-upload-cancel]");
    if (!remove && !cancel) return;
    event.preventDefault();
    const line = event.target.closest("li");
    const url = cancel ? `${box.dataset.files}uploads/${cancel.dataset.uploadCancel}` : remove.getAttribute("formaction");
    try {
      const answer = await call(url, cancel ? "DELETE" : "POST");
      if (answer.ok) {
        line.remove();
        settle((await answer.json()).was);
        input.focus();
      }
    } catch {
      say(line, box.dataset.waiting, true);
    }
  });

  function settle(was) {
    box.querySelector("[data-files-add]").hidden = list.querySelectorAll("[data-file]").length >= Number(box.dataset.most);
    const mark = form.elements[`was-${key}`];
    if (mark && was) mark.value = was;
    form.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true }));
  }

  // Progress is only shown; what stops or ends is also spoken.
  function say(line, text, wrong = false, aloud = true) {
    const words = line.querySelector("[data-words]") || line.querySelector(".meta");
    words.textContent = text;
    words.classList.toggle("error", wrong);
    if (aloud) said.textContent = text;
  }

  function lineFor(file) {
    for (const old of list.querySelectorAll("[data-upload]")) {
      if (old.querySelector(".files__name").textContent === file.name) old.remove();
    }
    const line = document.createElement("li");
    const grow = document.createElement("span");
    grow.className = "grow";
    const name = document.createElement("b");
    name.className = "files__name";
    name.textContent = file.name;
    const words = document.createElement("span");
    words.className = "meta blk";
    words.dataset.words = "";
    const bar = document.createElement("progress");
    bar.className = "files__bar";
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "btn btn--quiet btn--s";
    stop.textContent = box.dataset.cancel;
    grow.append(name, words, bar);
    line.append(grow, stop);
    list.append(line);
    return { line, bar, stop };
  }

  async function send(file) {
    const { line, bar, stop } = lineFor(file);
    const state = { url: "", stopped: false };
    stop.addEventListener("click", () => {
      state.stopped = true;
      if (state.url) call(state.url, "DELETE").catch(() => {});
      line.remove();
      input.focus();
    });
    try {
      if (!file.size) throw new Refused(box.dataset.empty);
      if (file.size > (Number(box.dataset.bytes) || MOST)) throw new Refused(box.dataset.large);
      if (list.querySelectorAll("[data-file]").length >= Number(box.dataset.most)) throw new Refused(box.dataset.full);
      const html = await carry(file, line, bar, state);
      if (state.stopped) return;
      line.insertAdjacentHTML("afterend", html.html);
      line.remove();
      settle(html.was);
    } catch (error) {
      if (state.stopped) return;
      bar.remove();
      say(line, error instanceof Refused ? error.message : box.dataset.lost, true);
    }
  }

  async function carry(file, line, bar, state) {
    const mark = `${file.lastModified}`;
    const body = JSON.stringify({ name: file.name, size: file.size, mark });
    const begun = await patiently(line, state, () =>
      call(`${box.dataset.files}uploads`, "POST", body, { "Content-Type": "application/json" }),
    );
    state.url = begun.url;
    let offset = begun.offset;
    const piece = begun.piece || Number(box.dataset.piece);
    for (;;) {
      if (state.stopped) return null;
      bar.value = offset;
      const going = box.dataset.going.replace("{sent}", size(offset)).replace("{all}", size(file.size));
      if (offset < file.size) say(line, going, false, false);
      else say(line, box.dataset.checking);
      const answer = await patiently(line, state, async (again) => {
        if (again || offset >= file.size) return call(state.url, "GET");
        return call(state.url, "PATCH", file.slice(offset, offset + piece), {
          "Content-Type": "application/offset+octet-stream",
          "Upload-Offset": String(offset),
        });
      });
      if (answer.html) return answer;
      offset = answer.offset;
    }
  }

  // An answer in JSON; without a line it waits, and asks where to go on.
  async function patiently(line, state, ask) {
    for (let tries = 0; ; tries += 1) {
      if (state.stopped) return {};
      let answer;
      try {
        answer = await ask(tries > 0);
      } catch {
        answer = null;
      }
      if (answer?.ok || answer?.status === 409) return answer.json();
      if (answer?.status === 401) throw new Refused(box.dataset.out);
      if (answer && answer.status < 500) {
        const told = await answer.json().catch(() => ({}));
        throw new Refused(told.message || box.dataset.lost);
      }
      say(line, box.dataset.waiting, true);
      await pause(PATIENCE[Math.min(tries, PATIENCE.length - 1)]);
    }
  }
}
