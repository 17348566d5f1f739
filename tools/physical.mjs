// After the build: the short logical properties as physical ones in yunhui/ui/dist, for Chromium before 87 (360, 奇安信),
// which drops them. Both languages of the product run from left to right, so that the two say the same.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const DIST = new URL("../yunhui/ui/dist/", import.meta.url);
const SIDES = { block: ["top", "bottom"], inline: ["left", "right"] };
const SHORT = /([;{])(margin|padding|border)-(block|inline):([^;}]+)/g;

/** The values of a short property; spaces inside brackets belong to a value. */
function parts(value) {
  return value.trim().match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g);
}

function physical(_all, before, property, axis, value) {
  const important = value.includes("!important") ? "!important" : "";
  const plain = value.replace("!important", "");
  // A border takes one value of several words, for both sides alike.
  const [first, second = first] = property === "border" ? [plain] : parts(plain);
  const values = [first, second];
  return before + SIDES[axis].map((side, at) => `${property}-${side}:${values[at]}${important}`).join(";");
}

function edges(_all, before, value) {
  const [top, right = top, bottom = top, left = right] = parts(value);
  return `${before}top:${top};right:${right};bottom:${bottom};left:${left}`;
}

for (const name of readdirSync(DIST).filter((one) => one.endsWith(".css"))) {
  const file = new URL(name, DIST);
  writeFileSync(file, readFileSync(file, "utf8").replace(SHORT, physical).replace(/([;{])inset:([^;}]+)/g, edges));
}
