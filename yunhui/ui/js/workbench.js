// The workbench: htmx for what changes in place, autosave, keys, the stream of what changed elsewhere.
import htmx from "htmx.org/dist/htmx.esm.js";
import { clocks } from "./clocks.js";
import { autosave } from "./autosave.js";
import { files } from "./files.js";
import { drafts } from "./drafts.js";
import { counters } from "./counters.js";
import { selection } from "./selection.js";
import { keys } from "./keys.js";
import { menus } from "./menus.js";
import { strips } from "./strips.js";
import { panel } from "./panel.js";
import { shortcuts } from "./shortcuts.js";
import { steppers } from "./steppers.js";
import { stream } from "./stream.js";
import { guard } from "./guard.js";
import { toasts } from "./toasts.js";
import { passkeys } from "./passkey.js";

guard(htmx);
htmx.onLoad((root) => {
  clocks(root);
  autosave(root);
  drafts(root);
  counters(root);
  selection(root);
  steppers(root);
  toasts(root);
  passkeys(root);
  files(root);
});
keys();
menus();
strips();
shortcuts();
panel(htmx);
stream(htmx);
