// The message field: completion of commands and names, drafts, sending.

import { place } from "./widgets.js";

const known = JSON.parse(document.getElementById("known").textContent);
const state = { field: null, list: null, from: 0, found: [], at: 0 };

function complete(field) {
  const before = field.value.slice(0, field.selectionStart);
  const command = /^\/\S*$/.exec(before);
  const name = /(?:^|[\s(])@(\S*)$/.exec(before);
  if (command && !field.form.dataset.thread) {
    const found = known.commands.filter((one) => one.name.startsWith(command[0]));
    const exact = found.length === 1 && found[0].name === command[0];
    return show(field, 0, found.map((one) => ({
      text: `${one.name} `, name: `${one.name} ${one.hint}`.trim(), note: one.note, exact,
    })));
  }
  if (name) {
    const typed = name[1].toLowerCase();
    const fits = (one) => [one.handle, ...one.name.toLowerCase().split(/\s+/)].some((word) => word.startsWith(typed));
    const found = known.people.filter(fits).slice(0, 8);
    return show(field, before.length - name[1].length - 1, found.map((one) => ({
      text: `@${one.name} `, name: one.name, note: one.note, exact: one.handle === typed,
    })));
  }
  hide();
}

function show(field, from, found) {
  if (!found.length) return hide();
  const list = document.getElementById(field.getAttribute("aria-controls"));
  Object.assign(state, { field, list, from, found, at: 0 });
  list.replaceChildren(...found.map((one, number) => {
    const row = document.createElement("li");
    row.role = "option";
    row.id = `${list.id}-${number}`;
    row.dataset.number = number;
    const name = document.createElement("span");
    name.className = "option-name";
    name.textContent = one.name;
    const note = document.createElement("span");
    note.className = "choice-note";
    note.textContent = one.note;
    row.append(name, note);
    return row;
  }));
  if (!list.matches(":popover-open")) list.showPopover();
  place(list, field.closest(".composer-box"), { above: true, wide: true });
  mark(0);
}

function mark(number) {
  state.at = number;
  [...state.list.children].forEach((row, n) => {
    row.classList.toggle("active", n === number);
    row.setAttribute("aria-selected", String(n === number));
  });
  state.list.children[number]?.scrollIntoView({ block: "nearest" });
  state.field.setAttribute("aria-activedescendant", `${state.list.id}-${number}`);
}

function hide() {
  if (!state.field) return;
  if (state.list.isConnected && state.list.matches(":popover-open")) state.list.hidePopover();
  state.field.removeAttribute("aria-activedescendant");
  state.field = null;
}

function pick(number) {
  const { field, from, found } = state;
  const after = field.value.slice(field.selectionStart).replace(/^ /, "");
  field.value = field.value.slice(0, from) + found[number].text + after;
  field.selectionStart = field.selectionEnd = from + found[number].text.length;
  hide();
  grow(field);
  keepDraft(field);
  field.focus();
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, innerHeight * 0.4)}px`;
}

const draftKey = (field) => `draft ${document.body.dataset.as} ${field.form.id}`;
const keepDraft = (field) => sessionStorage.setItem(draftKey(field), field.value);

export function restoreDrafts() {
  for (const field of document.querySelectorAll("[data-composer] textarea")) {
    if (field.dataset.ready) continue;
    field.dataset.ready = "yes";
    field.value ||= sessionStorage.getItem(draftKey(field)) ?? "";
    grow(field);
  }
}

export function start({ post, onSent }) {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.closest?.("[data-composer]")) return;
    field.form.querySelector(".composer-note").textContent = "";
    grow(field);
    keepDraft(field);
    complete(field);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.closest?.("[data-composer]") || !(field instanceof HTMLTextAreaElement) || event.isComposing) return;
    const open = state.field === field;
    const plain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      mark((state.at + (event.key === "ArrowDown" ? 1 : -1) + state.found.length) % state.found.length);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      hide();
    } else if (open && plain && (event.key === "Tab" || (event.key === "Enter" && !state.found[state.at].exact))) {
      event.preventDefault();
      pick(state.at);
    } else if (event.key === "Enter" && plain) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  }, true);
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".completions [role=option]");
    if (row) pick(Number(row.dataset.number));
    else if (state.field && event.target !== state.field) hide();
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".completions")) event.preventDefault();
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-composer]")) return;
    event.preventDefault();
    hide();
    const field = form.querySelector("textarea");
    const note = form.querySelector(".composer-note");
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    grow(field);
    keepDraft(field);
    form.dataset.pending = "";
    note.textContent = text.startsWith("/") ? "Sending …" : "";
    const answer = await post("say", { channel: form.dataset.channel, thread: form.dataset.thread, text });
    delete form.dataset.pending;
    note.textContent = answer.ok ? "" : (answer.error ?? "");
    if (!answer.ok && !field.value) {
      field.value = text;
      grow(field);
      keepDraft(field);
    }
    onSent();
  });
}
