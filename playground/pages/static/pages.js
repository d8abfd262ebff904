// The page of a workspace: live updates, going from place to place, and sending what people do.

import * as composer from "./composer.js";
import { morph } from "./morph.js";
import * as widgets from "./widgets.js";

const me = document.body.dataset.as;
const ALL = ["top", "side", "main", "thread", "modals", "notes"];
const main = () => document.getElementById("region-main");

let count = 50; // messages drawn
let newFrom = main().dataset.newFrom;

// asking for fresh regions

const wanted = new Set();
let running = null;
let heard = 0; // news of changes so far

function refresh(names = ALL) {
  names.forEach((name) => wanted.add(name));
  running ??= new Promise((resolve) => setTimeout(resolve, 8)).then(fetchWanted).finally(() => (running = null));
  return running;
}

async function fetchWanted() {
  while (wanted.size) {
    const names = [...wanted];
    wanted.clear();
    const here = location.href;
    await load(here, names, { "X-Count": count, "X-New-From": newFrom });
    if (here !== location.href) ALL.forEach((name) => wanted.add(name)); // somebody went on meanwhile
  }
}

async function load(url, names, headers = {}) {
  const response = await fetch(url, { headers: { "X-Regions": names.join(","), ...headers } }).catch(() => null);
  if (!response?.ok) return false;
  const fresh = document.createElement("template");
  fresh.innerHTML = await response.text(); // drawn and escaped by the server
  if (url !== location.href && !headers.going) return false;
  if (headers.going) history.pushState(null, "", response.redirected ? response.url : url);
  const panes = rememberScroll();
  const home = document.activeElement?.closest?.("[data-focus-home]");
  const focused = document.activeElement;
  for (const part of [...fresh.content.children]) {
    const here = document.getElementById(part.id);
    if (here) morph(here, part);
  }
  document.title = document.title.replace(/^.* – /, `${main().querySelector("h1").textContent.trim()} – `);
  settle(panes, focused, home);
  return true;
}

// after the page has changed

function rememberScroll() {
  return new Map([...document.querySelectorAll("[data-scroll-pane]")].map((pane) => [
    pane.id, {
      atEnd: pane.scrollHeight - pane.scrollTop - pane.clientHeight < 80,
      top: pane.scrollTop,
      height: pane.scrollHeight,
      rows: firstRow(pane),
      last: lastRow(pane)?.id,
      begins: beginning(lastRow(pane)),
    },
  ]));
}

const firstRow = (pane) => pane.querySelector(".message")?.id;
const lastRow = (pane) => pane.querySelector(".messages > .message:last-child");
const beginning = (row) => row?.querySelector(".message-body").textContent.trim().slice(0, 60);

// A message that turned into another, longer than the pane (the next page of a form, say), is read from its top.
function turned(pane, before) {
  const row = lastRow(pane);
  const other = row && row.id === before.last && beginning(row) !== before.begins;
  return other && row.offsetHeight > pane.clientHeight ? row : null;
}

function settle(panes = new Map(), focused = null, home = null) {
  for (const pane of document.querySelectorAll("[data-scroll-pane]")) {
    const before = panes.get(pane.id);
    if (!before) {
      const line = pane.querySelector(".message.fresh");
      pane.scrollTop = line ? line.offsetTop - 60 : pane.scrollHeight;
    } else if (turned(pane, before)) pane.scrollTop = turned(pane, before).offsetTop;
    else if (before.atEnd) pane.scrollTop = pane.scrollHeight;
    else if (before.rows !== firstRow(pane)) pane.scrollTop = before.top + pane.scrollHeight - before.height;
  }
  composer.restoreDrafts();
  showModal();
  toastNews();
  toastsInSight();
  counters();
  const lost = focused && focused !== document.body && !focused.isConnected && document.activeElement === document.body;
  if (lost && home?.isConnected) home.focus({ preventScroll: true });
  readNow();
  setTimeout(olderAtTheTop);
}

function readNow() {
  if (document.visibilityState !== "visible" || !main().dataset.channel) return;
  if (document.querySelector(".side-item.here.unread")) post("read", { channel: main().dataset.channel });
}

// going somewhere else in the workspace

async function go(url, { focus = true } = {}) {
  const there = new URL(url, location.href);
  const samePlace = there.pathname === location.pathname;
  if (!samePlace) count = 50;
  document.getElementById("region-side").classList.remove("open");
  const headers = samePlace ? { "X-Count": count, "X-New-From": newFrom } : {};
  const before = heard;
  if (!(await load(there.href, ALL, { ...headers, going: "yes" }))) return location.assign(there.href);
  if (heard !== before) refresh(); // what was drawn may be older than what was heard since
  if (!samePlace) arrived();
  if (!focus) return;
  const thread = there.searchParams.has("thread");
  const field = document.querySelector(thread ? "#region-thread textarea" : "#region-main textarea");
  if (field && matchMedia("(min-width: 761px)").matches) field.focus();
  else main().focus({ preventScroll: true });
}

function arrived() {
  newFrom = main().dataset.newFrom;
  if (main().dataset.tab) post("look", { app: main().dataset.app, tab: main().dataset.tab });
}

addEventListener("popstate", async () => {
  count = 50;
  newFrom = "";
  await load(location.href, ALL);
  arrived();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-nav]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.closest("[popover]")?.hidePopover();
  go(link.href);
});

// telling the server

const inFlight = new Set();

function post(what, body) {
  const sent = fetch(`/do/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: me, ...body }),
  }).then((response) => response.json())
    .catch(() => ({ ok: false, error: "The playground does not answer. Is it still running?" }));
  inFlight.add(sent);
  sent.finally(() => inFlight.delete(sent));
  return sent;
}

const containerOf = (element) => element.closest("[data-ref]");
const regionsOf = (container) => (container.closest("#region-modals") ? ["modals"] : ["main", "thread"]);
const FIELDS = "input:not([type=radio], [type=checkbox], [type=file], [role=combobox], [type=search]), textarea";

function address(wrapper) {
  return { ref: containerOf(wrapper).dataset.ref, block: wrapper.closest("[data-block]").dataset.block, action: wrapper.dataset.action };
}

function typedIn(container, { onlyDirty }) {
  return [...container.querySelectorAll("[data-action]")].flatMap((wrapper) => {
    const field = wrapper.querySelector(FIELDS);
    if (!field || (onlyDirty && !field.hasAttribute("data-dirty"))) return [];
    const { block, action } = address(wrapper);
    return [{ block, action, value: field.value }];
  });
}

async function use(wrapper, value, source = wrapper) {
  const container = containerOf(wrapper);
  if (wrapper.dataset.confirm && !(await widgets.confirmed(JSON.parse(wrapper.dataset.confirm)))) {
    refresh(regionsOf(container));
    return;
  }
  // A later click on the same element must not be undone by the answer to an earlier one.
  const turn = (wrapper.turn = (wrapper.turn ?? 0) + 1);
  wrapper.dataset.pending = "";
  source.setAttribute("aria-busy", "true");
  const answer = await post("use", { ...address(wrapper), value, typed: typedIn(container, { onlyDirty: true }) });
  if (wrapper.turn === turn) {
    delete wrapper.dataset.pending;
    source.removeAttribute("aria-busy");
  }
  if (!answer.ok && !answer.noticed) toast(answer.error, { alert: true });
  refresh(regionsOf(container));
}

// elements

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  const wrapper = button.closest("[data-action]");
  button.closest(".menu")?.hidePopover();
  if (button.matches("a") && wrapper.dataset.confirm) event.preventDefault();
  use(wrapper, button.dataset.value ?? null, wrapper.dataset.kind === "overflow" ? wrapper.querySelector("button") : button);
});

document.addEventListener("change", (event) => {
  const wrapper = event.target.closest?.("[data-action]");
  if (!wrapper) return;
  if (event.target.type === "radio") use(wrapper, event.target.value);
  else if (event.target.type === "checkbox") {
    use(wrapper, [...wrapper.querySelectorAll("input:checked")].map((box) => box.value));
  } else if (event.target.type === "file") {
    const files = [...event.target.files].map((file) => ({
      id: `F${crypto.randomUUID().slice(0, 8).toUpperCase()}`, name: file.name, size: file.size, mimetype: file.type,
    }));
    post("type", { ref: containerOf(wrapper).dataset.ref, typed: [{ ...address(wrapper), value: files }] });
  } else if (/picker$/.test(wrapper.dataset.kind)) pickerChanged(wrapper, event.target);
});

// A date can be typed part by part, and each part is a change: wait until it is whole, or until the field is left.
const pickers = new Map();

function pickerChanged(wrapper, field) {
  clearTimeout(pickers.get(field));
  const send = () => {
    pickers.delete(field);
    if (wrapper.dataset.send === "action") use(wrapper, field.value);
    else typed(wrapper, field);
  };
  pickers.set(field, setTimeout(send, wrapper.dataset.send === "action" ? 700 : 0));
  field.addEventListener("blur", () => {
    if (!pickers.has(field)) return;
    clearTimeout(pickers.get(field));
    send();
  }, { once: true });
}

const typingTimers = new WeakMap();

async function typed(wrapper, field) {
  const value = field.value;
  field.setAttribute("data-dirty", "");
  await post("type", { ref: containerOf(wrapper).dataset.ref, typed: [{ ...address(wrapper), value }] });
  if (field.value === value) field.removeAttribute("data-dirty");
}

document.addEventListener("input", (event) => {
  const wrapper = event.target.closest?.("[data-action]");
  if (!wrapper || !event.target.matches(FIELDS) || /picker$/.test(wrapper.dataset.kind)) return;
  const field = event.target;
  field.setAttribute("data-dirty", "");
  counters();
  clearTimeout(typingTimers.get(field));
  const act = wrapper.dataset.send === "typing" ? () => use(wrapper, field.value) : () => typed(wrapper, field);
  typingTimers.set(field, setTimeout(() => field.isConnected && act(), 350));
});

document.addEventListener("keydown", (event) => {
  const wrapper = event.target.closest?.("[data-action]");
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !wrapper || !event.target.matches(FIELDS)) return;
  if (event.target.matches("textarea") && !(event.ctrlKey || event.metaKey)) return;
  if (wrapper.dataset.send === "enter") {
    event.preventDefault();
    clearTimeout(typingTimers.get(event.target));
    use(wrapper, event.target.value);
  } else if (event.target.matches("textarea")) event.target.form?.requestSubmit();
});

function counters() {
  for (const field of document.querySelectorAll("[data-max]")) {
    const shown = field.parentElement.querySelector(".count");
    if (!shown) continue;
    const left = Number(field.dataset.max) - field.value.length;
    shown.textContent = left;
    shown.classList.toggle("over", left < 0);
    shown.hidden = left > 200 && left > Number(field.dataset.max) * 0.2;
  }
}

widgets.selects({
  fetchOptions: async (wrapper, typedText, base) => {
    const query = new URLSearchParams({ as: me, ...address(wrapper), typed: typedText, base });
    const response = await fetch(`/options?${query}`).catch(() => null);
    return response?.ok ? response.text() : "<li role='presentation' class='no-options'>Nothing to choose from</li>";
  },
  choose: (wrapper, value) => use(wrapper, value),
});

// modals

const shownView = new WeakMap();

// What lies behind a dialog is out of reach; say so to screen readers too.
function veil() {
  const open = [...document.querySelectorAll("dialog[open]")];
  const top = open.find((dialog) => dialog.parentElement === document.body) ?? open[0];
  for (const part of document.querySelectorAll("body > [id^=region-]")) {
    if (top && !part.contains(top)) part.setAttribute("aria-hidden", "true");
    else part.removeAttribute("aria-hidden");
  }
}
new MutationObserver(veil).observe(document.body, { subtree: true, attributeFilter: ["open"], childList: true });

function showModal() {
  const dialog = document.querySelector("dialog[data-view]");
  if (!dialog) return;
  if (!dialog.open) dialog.showModal();
  const view = dialog.querySelector("form").id;
  const body = dialog.querySelector(".modal-body");
  if (shownView.get(dialog) !== view) {
    shownView.set(dialog, view);
    const meant = body.querySelector("[data-autofocus] :is(input, textarea, button)");
    const first = body.querySelector("[role=radiogroup] :checked, input, textarea, [data-act]");
    // On a phone a focused text field would bring up the keyboard over the form.
    const begin = meant ?? (matchMedia("(hover: none)").matches ? body : (first ?? body));
    begin.focus({ preventScroll: begin !== meant });
  }
}

async function submitView(form) {
  if (form.hasAttribute("data-pending")) return;
  const button = form.querySelector("[type=submit]");
  const error = form.querySelector(".modal-error");
  form.setAttribute("data-pending", "");
  button?.setAttribute("aria-busy", "true");
  error.textContent = "";
  await Promise.allSettled([...inFlight]);
  const answer = await post("submit", { ref: form.dataset.ref, typed: typedIn(form, { onlyDirty: false }) });
  form.removeAttribute("data-pending");
  button?.removeAttribute("aria-busy");
  error.textContent = answer.error ?? "";
  form.querySelectorAll("[data-dirty]").forEach((field) => field.removeAttribute("data-dirty"));
  await refresh();
  if (answer.fields) form.querySelector("[aria-invalid=true]")?.focus();
}

async function closeView(form, all) {
  await post("close", { ref: form.dataset.ref, all });
  refresh();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-submit]")) {
    event.preventDefault();
    if (event.target.querySelector("[type=submit]")) submitView(event.target);
  } else if (event.target.matches("[data-converse]")) {
    const people = [...event.target.querySelectorAll("input:checked")].map((box) => box.value);
    event.target.reset();
    if (people.length) post("converse", { people }).then((answer) => answer.ok && go(`/c/${answer.channel}?as=${me}`));
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close-view]");
  if (button) closeView(button.form, button.dataset.closeView === "all");
});

document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog[data-view]")) return;
  event.preventDefault();
  closeView(event.target.querySelector("form"), false);
}, true);

// The browser closes a dialog at a second Escape whatever the script says; then the view is closed all the same.
document.addEventListener("close", (event) => {
  if (event.target.matches("dialog[data-view]") && event.target.isConnected && event.target.dataset.leaving === undefined) {
    closeView(event.target.querySelector("form"), false);
  }
}, true);

// messages

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-shortcut], [data-dismiss], [data-older], [data-clock]");
  if (!target) return;
  target.closest(".menu")?.hidePopover();
  const channel = main().dataset.channel;
  if (target.dataset.shortcut) {
    post("shortcut", { callback: target.dataset.shortcut, channel, ts: target.dataset.ts })
      .then((answer) => answer.ok || answer.noticed || toast(answer.error, { alert: true }));
  } else if (target.dataset.dismiss) post("dismiss", { channel, ts: target.dataset.dismiss });
  else if (target.dataset.clock) post("clock", { to: target.dataset.clock });
  else older();
});

function older() {
  count += 50;
  refresh(["main"]);
}

function olderAtTheTop() {
  const button = document.querySelector("[data-older]");
  if (button && button.closest("[data-scroll-pane]").scrollTop < 60 && !running) older();
}

document.addEventListener("scroll", olderAtTheTop, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open:not(#toasts)")) return;
  document.querySelector("#region-thread [data-close-thread]")?.click();
});

// notes that pop up

const known = new Set([...document.querySelectorAll("[data-note]")].map((note) => note.dataset.note));

function toastNews() {
  const fresh = [...document.querySelectorAll("[data-note]")].filter((note) => !known.has(note.dataset.note)).reverse();
  for (const note of fresh) {
    known.add(note.dataset.note);
    const text = note.querySelector(".note-text").textContent;
    if (note.dataset.kind === "notice") {
      toast(text, { alert: true });
      continue;
    }
    const link = note.querySelector("a");
    if (!inSight(new URL(link.href))) toast(text, { title: note.querySelector(".note-title").textContent, href: link.href });
  }
}

// What a note leads to is on the screen now, so the note may go.
function toastsInSight() {
  for (const note of document.querySelectorAll("#toasts .toast")) {
    const link = note.querySelector("a");
    if (link && inSight(new URL(link.href))) note.querySelector("button").click();
  }
}

function inSight(url) {
  const thread = url.searchParams.get("thread");
  const samePlace = url.pathname === location.pathname && document.visibilityState === "visible";
  return samePlace && (!thread || thread === new URL(location.href).searchParams.get("thread"));
}

function toast(text, { title = "", href = "", alert = false } = {}) {
  if (!text) return;
  const box = document.getElementById("toasts");
  const note = document.createElement("div");
  note.className = alert ? "toast alert-toast" : "toast";
  if (alert) note.role = "alert";
  const body = document.createElement(href ? "a" : "div");
  if (href) Object.assign(body, { href }).dataset.nav = "";
  body.className = "toast-body";
  for (const [name, words] of [["strong", title], ["span", text]]) {
    if (!words) continue;
    const line = document.createElement(name);
    line.textContent = words;
    line.dir = "auto";
    body.append(line);
  }
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "icon-button", ariaLabel: "Dismiss", textContent: "×" });
  note.append(body, close);
  const leave = () => {
    note.remove();
    if (!box.children.length && box.matches(":popover-open")) box.hidePopover();
  };
  close.addEventListener("click", leave);
  body.addEventListener("click", () => href && leave());
  let timer = setTimeout(leave, alert ? 12000 : 7000);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => (timer = setTimeout(leave, 3000)));
  box.append(note);
  while (box.children.length > 3) box.firstChild.remove();
  // Shown anew each time, so that it lies above a dialog that was opened since.
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
}

// side bar on a phone, guide

document.addEventListener("click", (event) => {
  const side = document.getElementById("region-side");
  const toggle = document.querySelector("[data-toggle-side]");
  const guide = document.getElementById("guide");
  if (event.target.closest("[data-toggle-side]")) side.classList.toggle("open");
  else if (event.target.closest("[data-guide]")) {
    guide.hidden = !guide.hidden && (side.classList.contains("open") || matchMedia("(min-width: 761px)").matches);
    side.classList.toggle("open", !guide.hidden);
    localStorage.setItem("guide", guide.hidden ? "closed" : "open");
    if (!guide.hidden) guide.scrollIntoView({ block: "nearest" });
  } else if (event.target.closest("[data-guide-close]")) {
    guide.hidden = true;
    localStorage.setItem("guide", "closed");
    side.classList.remove("open");
  } else if (!event.target.closest("#region-side")) side.classList.remove("open");
  toggle.setAttribute("aria-expanded", String(side.classList.contains("open")));
});

// begin

const guide = document.getElementById("guide");
if (guide) guide.hidden = localStorage.getItem("guide") === "closed";
widgets.start();
composer.start({ post, onSent: () => refresh(["main", "thread", "modals"]) });
settle();
if (main().dataset.tab) post("look", { app: main().dataset.app, tab: main().dataset.tab });

// A browser keeps few connections to one address, so only windows that can be seen listen.
let live = null;

function listen() {
  live?.close();
  live = null;
  if (document.visibilityState !== "visible") return;
  live = new EventSource(`/events?as=${me}`);
  live.addEventListener("open", () => {
    document.body.classList.remove("offline");
    document.body.dataset.listens = "yes";
    refresh(); // what changed between drawing and listening
  });
  live.addEventListener("error", () => document.body.classList.add("offline"));
  live.addEventListener("message", (event) => {
    heard += 1;
    const here = main().dataset.channel;
    const names = Object.entries(JSON.parse(event.data)).filter(([, where]) => !where.length || where.includes(here));
    if (names.length) refresh(names.map(([name]) => name));
  });
}

document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => live?.close());
listen();
