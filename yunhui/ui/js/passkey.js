// Passkeys: a form with data-passkey="get" or "create" asks its data-options, lets the browser answer, and is posted as
// any other form. Without this file, or in a browser that knows no passkeys, its button stays hidden.
import { each, csrf } from "./dom.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const options = (given) => {
  const key = given.publicKey;
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const list of [key.allowCredentials, key.excludeCredentials]) for (const one of list ?? []) one.id = bytes(one.id);
  return { publicKey: key };
};

const answer = (found) => {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (found.response[name]) said[name] = text(found.response[name]);
  return { id: found.id, rawId: text(found.rawId), type: found.type, response: said, clientExtensionResults: {} };
};

const ask = async (form) => {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrf(form) });
  const response = await fetch(form.dataset.options, { method: "POST", body, headers: { Accept: "application/json" } });
  const given = await response.json();
  if (!response.ok) throw new Error(given.error);
  const found = await navigator.credentials[form.dataset.passkey](options(given));
  form.querySelector("[name=answer]").value = JSON.stringify(answer(found));
  form.submit();
};

export function passkeys(root) {
  if (!window.PublicKeyCredential) return;
  each(root, "form[data-passkey]", (form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const said = form.querySelector("[data-said]");
      said.textContent = "";
      ask(form).catch((problem) => {
        said.textContent = problem.name === "Error" && problem.message ? problem.message : form.dataset.failed;
      });
    });
  });
}
