// Chinese lines break between any two characters. Where one has torn a number from its measure or a day from its weekday
// the two are kept together, and a heading of several lines breaks between words, where the browser knows words. Only
// <wbr> and spans are added, and only there: the text stays as it is.
import { chinese, each } from "./dom.js";

const HEADINGS = "main h1, main h2, main h3, main .btn--l, main .talk .t";
const MEASURES = "个|项|场|位|名|座|家|天|年|月|日|号|时|小时|分钟|秒|分|期|批|届|条|版|页|轮|元|岁|次|处|%";
const KEPT = new RegExp(`\\d+月\\d+日(?:（周.）)?|（北京时间）|\\d[\\d,.]*[万亿]?(?:${MEASURES})`, "g");
const NUMBER = /^[\d.,〇零一二三四五六七八九十百千万亿两第]+$/;
// Of words of one character only these begin a line, and none of them ends one.
const LEADING = "与和及在从为对向把被将按以由";
const HAN = /^[\u3400-\u9fff]+$/;

export function breaks(root) {
  if (!chinese()) return;
  each(root, "main", (main) => {
    const found = [];
    for (const text of texts(main)) {
      for (const [start, end] of matches(text.data)) if (isTorn(part(text, start, end))) found.unshift([text, start, end]);
    }
    for (const one of found) keep(...one); // from the end, so that what lies before keeps its place
  });
  if (!Intl.Segmenter) return;
  const words = new Intl.Segmenter("zh", { granularity: "word" });
  const long = [...root.querySelectorAll(HEADINGS)].filter((one) => isTorn(whole(one)));
  for (const heading of long) byWords(heading, words);
}

function texts(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("svg, textarea, select, script") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

function matches(words) {
  const found = [];
  words.replace(KEPT, (match, start) => found.push([start, start + match.length]));
  return found;
}

function part(text, start, end) {
  const range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, end);
  return range;
}

function whole(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range;
}

function isTorn(range) {
  const [first, ...others] = range.getClientRects();
  return others.some((one) => one.top > first.top + first.height / 2); // lines of a heading overlap
}

function isApart(before, after) {
  if (NUMBER.test(before) || LEADING.includes(before)) return false;
  return after.length > 1 || LEADING.includes(after);
}

function keep(text, start, end) {
  const span = document.createElement("span");
  span.className = "nowrap";
  // Without <wbr> the space between Chinese and a number would stand at the beginning of the line.
  part(text, start, end).surroundContents(span);
  span.before(document.createElement("wbr"));
}

function byWords(heading, words) {
  for (const text of texts(heading)) {
    const parts = [""];
    let before = "";
    for (const { segment } of words.segment(text.data)) {
      if (HAN.test(before) && HAN.test(segment) && isApart(before, segment)) parts.push("");
      parts[parts.length - 1] += segment;
      before = segment;
    }
    if (parts.length > 1) text.replaceWith(...parts.flatMap((one, i) => (i ? [document.createElement("wbr"), one] : [one])));
  }
  heading.classList.add("by-words");
}
