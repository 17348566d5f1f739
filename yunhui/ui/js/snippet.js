// <script src="https://…/embed/v1.js" data-show="timetable" async></script> on another site: a frame beside the script.
// data-show: timetable, projects, next, figures · data-event: code of a call (else the next event) · data-lang: zh, en
// (else the page's) · data-theme: light, dark (else the reader's) · data-height: before the frame has said its own.
const script = document.currentScript;
const { show = "timetable", event = "", lang, theme, height, title } = script.dataset;
const origin = new URL(script.src).origin;
const language = lang || (document.documentElement.lang.slice(0, 2) === "zh" ? "zh" : "en");
const frame = document.createElement("iframe");
const parts = ["", "embed", language, show, event].filter((one, at) => one || !at).map(encodeURIComponent);
frame.src = `${origin}${parts.join("/")}/${theme ? `?theme=${encodeURIComponent(theme)}` : ""}`;
frame.title = title || (language === "zh" ? "云荟" : "Yunhui");
frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
frame.referrerPolicy = "no-referrer";
frame.loading = "lazy";
frame.style.cssText = `display:block;width:100%;border:0;height:${Number(height) || 480}px`;
// The frame has no origin of its own ("null"); that it is this very frame says its window.
addEventListener("message", ({ source, origin: from, data }) => {
  if (source !== frame.contentWindow || (from !== "null" && from !== origin)) return;
  if (data && data.yunhui === 1 && data.height > 0) frame.style.height = `${Math.min(Math.ceil(data.height), 20000)}px`;
});
script.after(frame);
