// <time datetime data-zone data-own="{time} your time">: the reader's own clock beside another place's; with data-short
// the day is named by its weekday alone. select[data-clock] in form[data-clock-form]: another clock, without a request.
// <dl data-clocks data-you>: the reader's row where the server could not know it. <time data-now>: goes on.
import { chinese, each } from "./dom.js";

const COOKIE = "yunhui_zone";

let chosen = "";

export function ownZone() {
  if (chosen) return chosen;
  try {
    return localStorage.getItem(COOKIE) || Intl.DateTimeFormat().resolvedOptions().timeZone;
  } catch {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

export function clocks(root) {
  remember(ownZone());
  each(root, "time[data-own]", beside);
  each(root, "dl[data-clocks]", row);
  each(root, "time[data-now]", running);
  each(root, "select[data-zone-select]", chooser);
  each(root, "select[data-clock]", switcher);
}

function remember(zone) {
  document.cookie = `${COOKIE}=${encodeURIComponent(zone)}; path=/; max-age=31536000; SameSite=Lax`;
}

const formats = new Map();

function parts(instant, zone) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", weekday: "short", year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit",
    }));
  }
  return formats.get(zone).formatToParts(instant).reduce((all, part) => ({ ...all, [part.type]: part.value }), {});
}

const WEEK = { Mon: "一", Tue: "二", Wed: "三", Thu: "四", Fri: "五", Sat: "六", Sun: "日" };
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

// the same patterns as yunhui/ui/formats.py
export function moment(instant, zone, otherZone) {
  const at = parts(instant, zone);
  const there = otherZone && parts(instant, otherZone);
  const month = at.month.slice(0, 3);
  const time = `${at.hour}:${at.minute}`;
  if (there && there.day === at.day) return chinese() ? time.replace(/^0/, "") : time;
  if (chinese()) return `${MONTHS.indexOf(month) + 1}月${at.day}日（周${WEEK[at.weekday]}）${time.replace(/^0/, "")}`;
  return `${at.weekday} ${at.day} ${month}, ${time}`;
}

function brief(instant, zone, otherZone) {
  const at = parts(instant, zone);
  const time = `${at.hour}:${at.minute}`;
  if (parts(instant, otherZone).day === at.day) return time;
  return chinese() ? `${at.day}日${time}` : `${at.weekday} ${time}`;
}

function differs(instant, zone) {
  const own = parts(instant, ownZone());
  const there = parts(instant, zone);
  return own.hour !== there.hour || own.minute !== there.minute || own.day !== there.day;
}

function beside(time) {
  const instant = new Date(time.dateTime);
  if (time.nextElementSibling?.className === "own") time.nextElementSibling.remove();
  if (!differs(instant, time.dataset.zone)) return;
  const own = document.createElement("span");
  own.className = "own";
  const say = time.dataset.short === undefined ? moment : brief;
  own.textContent = time.dataset.own.replace("{time}", say(instant, ownZone(), time.dataset.zone));
  time.after(own);
}

// The clock of the page itself: chosen here it is kept and shown at once; what the address chose is left as it is.
function switcher(select) {
  if (new URLSearchParams(location.search).has("zone")) return;
  const zone = ownZone();
  if (![...select.options].some((option) => option.value === zone)) {
    const offset = parts(new Date(), zone);
    select.prepend(new Option(`${zone.split("/").pop().replace(/_/g, " ")} ${offset.hour}:${offset.minute}`, zone));
  }
  select.value = zone;
  for (const button of select.form?.querySelectorAll("button") ?? []) button.hidden = true;
  select.addEventListener("change", () => {
    chosen = select.value;
    try {
      localStorage.setItem(COOKIE, chosen);
    } catch {
      // kept until the page is left
    }
    remember(chosen);
    for (const time of document.querySelectorAll("time[data-own]")) beside(time);
  });
}

function row(list) {
  const instant = new Date(list.dataset.clocks);
  const shown = [...list.querySelectorAll("time")];
  if (!shown.length || shown.some((time) => !differs(instant, time.dataset.zone))) return;
  const name = document.createElement("dt");
  const value = document.createElement("dd");
  const city = ownZone().split("/").pop().replace(/_/g, " ");
  name.textContent = `${list.dataset.you}${chinese() ? "，" : ", "}${city}`;
  value.textContent = moment(instant, ownZone(), shown[0].dataset.zone);
  list.append(name, value);
}

function running(time) {
  const shift = new Date(time.dateTime) - Date.now(); // the server's clock counts, also in a rehearsal
  const show = () => {
    const now = new Date(Date.now() + shift);
    time.textContent = moment(now, time.dataset.zone);
  };
  setInterval(show, 20_000);
}

function chooser(select) {
  select.value = ownZone();
  select.hidden = false;
  select.addEventListener("change", () => {
    localStorage.setItem(COOKIE, select.value);
    remember(select.value);
    location.reload();
  });
}
