// The public site: it is true without this file; with it, times also show on the reader's own clock.
import { breaks } from "./breaks.js";
import { clocks } from "./clocks.js";
import { stars } from "./stars.js";
import { menus } from "./menus.js";
import { strips } from "./strips.js";

clocks(document);
stars(document);
menus();
strips();
breaks(document);
