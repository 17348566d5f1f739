// Inside a frame of another site: tells the frame's maker how high the page is, adds the reader's clock, and looks again.
// The frame has no origin: nothing is stored, and who hears the height learns a number.
import { moment, ownZone } from "./clocks.js";

const tell = () => parent.postMessage({ yunhui: 1, height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");

for (const time of document.querySelectorAll("time[data-own]")) {
  const instant = new Date(time.dateTime);
  const [here, there] = [moment(instant, ownZone()), moment(instant, time.dataset.zone)];
  if (here === there) continue;
  const own = document.createElement("span");
  own.textContent = time.dataset.own.replace("{time}", moment(instant, ownZone(), time.dataset.zone));
  time.after(own);
}

if (parent !== window) {
  tell();
  addEventListener("load", tell);
  if (window.ResizeObserver) new ResizeObserver(tell).observe(document.documentElement);
}

const again = Number(document.body.dataset.again);
if (again) setInterval(() => document.hidden || location.reload(), again * 1000);
