// The live room's pages on the server's side: sheets, console, screens. The room itself brings its own program.
import htmx from "htmx.org/dist/htmx.esm.js";
import { clocks } from "./clocks.js";
import { autosave } from "./autosave.js";
import { drafts } from "./drafts.js";
import { guard } from "./guard.js";
import { menus } from "./menus.js";
import { plan } from "./plan.js";
import { steppers } from "./steppers.js";
import { stream } from "./stream.js";
import { toasts } from "./toasts.js";

guard(htmx);
htmx.onLoad((root) => {
  clocks(root);
  autosave(root);
  drafts(root);
  steppers(root);
  toasts(root);
});
menus();
plan();
stream(htmx);
