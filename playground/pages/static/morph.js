// Makes a part of the page look like freshly drawn HTML while keeping its nodes: focus, scroll positions, open menus
// and half-typed text survive. Nodes are matched by id, else by their order.
//
//   data-own="x"    the script owns this element; it is left alone as long as x stays the same
//   data-keep="a b" these attributes belong to the script or the browser
//   data-dirty      on a field: typed text that the server does not know yet

export function morph(from, to) {
  if (from.isEqualNode(to) && !from.querySelector("input, textarea")) return;
  if (from.hasAttribute("data-own") && from.dataset.own === to.dataset.own) return;
  syncAttributes(from, to);
  if (from instanceof HTMLTextAreaElement) return syncText(from, from.defaultValue, to.defaultValue);
  if (from instanceof HTMLInputElement) return syncInput(from, to);
  morphChildren(from, to);
}

function syncAttributes(from, to) {
  const kept = new Set(["style", "aria-hidden", "data-pending", "aria-busy", "data-dirty", ...(to.dataset.keep ?? "").split(" ")]);
  if (from instanceof HTMLInputElement) kept.add("value").add("checked");
  for (const { name, value } of [...to.attributes]) {
    if (!kept.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!kept.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  }
}

function syncInput(from, to) {
  if (from.type === "checkbox" || from.type === "radio") {
    if (!from.closest("[data-pending]")) from.checked = to.hasAttribute("checked");
    return;
  }
  if (from.type !== "file") syncText(from, from.getAttribute("value") ?? "", to.getAttribute("value") ?? "");
}

function syncText(field, before, after) {
  const typing = field === document.activeElement || field.hasAttribute("data-dirty");
  const typed = field.value;
  if (field instanceof HTMLTextAreaElement) field.defaultValue = after;
  else field.setAttribute("value", after);
  if (typing) field.value = typed;
  else if (before !== after || field.getAttribute("role") === "combobox") field.value = after;
}

function morphChildren(from, to) {
  const wanted = new Set([...to.children].map((child) => child.id).filter(Boolean));
  const here = new Map([...from.children].filter((child) => child.id).map((child) => [child.id, child]));
  let current = from.firstChild;
  const drop = () => {
    const gone = current;
    current = current.nextSibling;
    remove(gone);
  };
  for (const next of [...to.childNodes]) {
    while (current?.id && !wanted.has(current.id)) drop();
    const match = next.id ? here.get(next.id) : undefined;
    if (match && match.nodeName === next.nodeName) {
      while (current && current !== match && !current.id) drop();
      if (current === match) current = current.nextSibling;
      else from.insertBefore(match, current);
      morph(match, next);
    } else if (current && !next.id && !current.id && alike(current, next)) {
      if (current.nodeType === Node.ELEMENT_NODE) morph(current, next);
      else if (current.nodeValue !== next.nodeValue) current.nodeValue = next.nodeValue;
      current = current.nextSibling;
    } else {
      from.insertBefore(next, current);
    }
  }
  while (current) drop();
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && one.type === other.type;
}

function remove(node) {
  // A dialog gives the focus back only if it is closed before it goes.
  if (node instanceof Element) {
    for (const dialog of [node, ...node.querySelectorAll("dialog")]) {
      if (dialog instanceof HTMLDialogElement && dialog.open) {
        dialog.dataset.leaving = "";
        dialog.close();
      }
    }
  }
  node.remove();
}
