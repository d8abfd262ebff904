// Things that work without the server: menus, select lists, folds, tables, carousels, confirmations.

export function place(popup, anchor, { above = false, wide = false } = {}) {
  const box = anchor.getBoundingClientRect();
  const margin = 6;
  if (wide) popup.style.width = `${box.width}px`;
  const { offsetWidth: width, offsetHeight: height } = popup;
  const roomBelow = innerHeight - box.bottom - margin;
  const up = above || (height > roomBelow && box.top > roomBelow);
  const left = Math.min(Math.max(margin, wide ? box.left : box.left), innerWidth - width - margin);
  popup.style.left = `${Math.max(margin, left)}px`;
  popup.style.top = `${Math.max(margin, up ? box.top - height - 4 : Math.min(box.bottom + 4, innerHeight - height - margin))}px`;
}

// menus: a button with `popovertarget` and a popover with menu items

const items = (menu) => [...menu.querySelectorAll(".menu-item, .people-menu a")].filter((item) => !item.hidden);

function onToggle(event) {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.classList.contains("menu")) return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  const open = event.newState === "open";
  button?.setAttribute("aria-expanded", String(open));
  if (open && button) {
    place(menu, button);
    items(menu)[0]?.focus({ preventScroll: true });
  }
}

function onMenuKey(event) {
  const menu = event.target.closest?.(".menu");
  if (!menu) return;
  const all = items(menu);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  } else if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    all.at(event.key === "Home" ? 0 : -1)?.focus();
  } else if (event.key === "Tab" && menu.getAttribute("role") === "menu") {
    menu.hidePopover();
  }
}

// confirmations

export function confirmed({ title, html, confirm, deny, style }) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-title").textContent = title;
  document.getElementById("confirm-text").innerHTML = html; // drawn and escaped by the server
  const yes = document.getElementById("confirm-yes");
  yes.textContent = confirm;
  yes.className = `button ${style}`;
  document.getElementById("confirm-no").textContent = deny;
  dialog.returnValue = "no";
  dialog.showModal();
  yes.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

// selects: a field that filters a list which the server draws

export function selects({ fetchOptions, choose }) {
  const open = { field: null, list: null, asked: 0, timer: 0 };

  const parts = (field) => {
    const wrapper = field.closest("[data-action]");
    return { wrapper, list: wrapper.querySelector("[role=listbox]"), many: wrapper.dataset.kind.startsWith("multi_") };
  };
  const options = () => [...open.list.querySelectorAll("[role=option]")];
  const active = () => options().find((option) => option.classList.contains("active"));

  function mark(option) {
    active()?.classList.remove("active");
    option?.classList.add("active");
    option?.scrollIntoView({ block: "nearest" });
    if (option) open.field.setAttribute("aria-activedescendant", option.id);
    else open.field.removeAttribute("aria-activedescendant");
  }

  async function fill(typed) {
    const asked = ++open.asked;
    const { field } = open;
    const { wrapper, list } = parts(field);
    const html = await fetchOptions(wrapper, typed, list.id);
    if (asked !== open.asked || open.field !== field) return;
    list.innerHTML = html; // drawn and escaped by the server
    if (!list.matches(":popover-open")) list.showPopover();
    place(list, field.closest(".select-box"), { wide: true });
    field.setAttribute("aria-expanded", "true");
    mark(options().find((option) => option.ariaSelected === "true" && !typed) ?? options()[0]);
  }

  function show(field) {
    if (open.field === field) return;
    hide();
    open.field = field;
    open.list = parts(field).list;
    field.select();
    fill("");
  }

  function hide() {
    if (!open.field) return;
    const { field, list } = open;
    open.field = null;
    open.asked += 1;
    clearTimeout(open.timer);
    if (list.isConnected && list.matches(":popover-open")) list.hidePopover();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    field.value = field.getAttribute("value") ?? "";
  }

  function pick(option) {
    const { field } = open;
    const { wrapper, many } = parts(field);
    if (!many) {
      field.setAttribute("value", option.dataset.name);
      hide();
      choose(wrapper, option.dataset.value);
      return;
    }
    const on = option.getAttribute("aria-selected") !== "true";
    option.setAttribute("aria-selected", String(on));
    field.value = "";
    const now = chips(wrapper).filter((value) => value !== option.dataset.value);
    choose(wrapper, on ? [...now, option.dataset.value] : now);
    fill("");
  }

  const chips = (wrapper) => [...wrapper.querySelectorAll(".chip [data-remove]")].map((chip) => chip.dataset.remove);

  const isField = (target) => target instanceof HTMLInputElement && target.getAttribute("role") === "combobox";

  document.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-remove]");
    if (remove) {
      const wrapper = remove.closest("[data-action]");
      const left = chips(wrapper).filter((value) => value !== remove.dataset.remove);
      choose(wrapper, wrapper.dataset.kind.startsWith("multi_") ? left : null);
      wrapper.querySelector("[role=combobox]")?.focus();
      return;
    }
    const option = event.target.closest("[role=option]");
    if (option && open.list?.contains(option)) return pick(option);
    const box = event.target.closest(".select-box");
    if (box) {
      const field = box.querySelector("[role=combobox]");
      field.focus();
      show(field);
    } else if (open.field && !open.list.contains(event.target)) hide();
  });
  // Keeps the focus in the field while the list is clicked.
  document.addEventListener("mousedown", (event) => {
    if (open.list?.contains(event.target)) event.preventDefault();
  });
  document.addEventListener("input", (event) => {
    if (!isField(event.target)) return;
    if (open.field !== event.target) show(event.target);
    clearTimeout(open.timer);
    const typed = event.target.value;
    open.timer = setTimeout(() => open.field && fill(typed), 120);
  });
  document.addEventListener("focusout", (event) => {
    if (open.field === event.target) setTimeout(() => open.field === event.target && document.activeElement !== event.target && hide());
  });
  document.addEventListener("keydown", (event) => {
    if (!isField(event.target)) return;
    const isOpen = open.field === event.target;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return show(event.target);
      const all = options();
      if (all.length) mark(all[(all.indexOf(active()) + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!isOpen) show(event.target);
      else if (active()) pick(active());
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      hide();
    } else if (event.key === "Backspace" && !event.target.value) {
      const last = event.target.closest("[data-action]").querySelectorAll(".chip [data-remove]");
      last[last.length - 1]?.click();
    }
  }, true);
  document.addEventListener("scroll", (event) => {
    if (open.field && !open.list.contains(event.target)) place(open.list, open.field.closest(".select-box"), { wide: true });
  }, true);
}

// tables that sort, filter and turn pages

function drawTable(table) {
  const size = Number(table.dataset.size);
  const words = table.querySelector("[data-filter]").value.toLowerCase();
  const rows = [...table.querySelectorAll("tbody tr")];
  const fitting = rows.filter((row) => row.textContent.toLowerCase().includes(words));
  const last = Math.max(0, Math.ceil(fitting.length / size) - 1);
  const page = Math.min(Number(table.dataset.page ?? 0), last);
  table.dataset.page = page;
  rows.forEach((row) => (row.hidden = true));
  const shown = fitting.slice(page * size, (page + 1) * size);
  shown.forEach((row) => (row.hidden = false));
  const from = fitting.length ? page * size + 1 : 0;
  table.querySelector("[data-range]").textContent = `${from}–${page * size + shown.length} of ${fitting.length}`;
  table.querySelector("[data-page='-1']").disabled = page === 0;
  table.querySelector("[data-page='1']").disabled = page === last;
}

function sortTable(button) {
  const table = button.closest(".data-table");
  const head = button.closest("th");
  const down = head.getAttribute("aria-sort") === "ascending";
  table.querySelectorAll("thead th").forEach((other) => other.setAttribute("aria-sort", "none"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const column = Number(button.dataset.sort);
  const numeric = head.hasAttribute("data-numeric");
  const key = (row) => (numeric ? Number(row.cells[column].dataset.key) : row.cells[column].textContent.trim());
  const compare = (a, b) => (numeric ? key(a) - key(b) : key(a).localeCompare(key(b), undefined, { sensitivity: "base" }));
  const body = table.querySelector("tbody");
  body.append(...[...body.rows].sort((a, b) => (down ? -compare(a, b) : compare(a, b))));
  table.dataset.page = 0;
  drawTable(table);
}

function onClick(event) {
  const target = event.target.closest("[data-sort], [data-page], [data-scroll], [data-unfold], [data-open-dialog], [data-close-dialog]");
  if (!target) return;
  if (target.dataset.sort !== undefined) sortTable(target);
  else if (target.dataset.page !== undefined && target.matches("button")) {
    const table = target.closest(".data-table");
    table.dataset.page = Number(table.dataset.page ?? 0) + Number(target.dataset.page);
    drawTable(table);
  } else if (target.dataset.scroll) {
    const cards = target.closest(".carousel").querySelector(".carousel-cards");
    cards.scrollBy({ left: Number(target.dataset.scroll) * cards.clientWidth * 0.8, behavior: "smooth" });
  } else if (target.dataset.unfold) {
    const text = document.getElementById(target.dataset.unfold);
    target.textContent = text.classList.toggle("folded") ? "Show more" : "Show less";
  } else if (target.dataset.openDialog) document.getElementById(target.dataset.openDialog).showModal();
  else target.closest("dialog").close();
}

export function start() {
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("keydown", onMenuKey);
  document.addEventListener("click", onClick);
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-filter]")) {
      const table = event.target.closest(".data-table");
      table.dataset.page = 0;
      drawTable(table);
    }
  });
}
