// Says above a replayed page which parts of it were captured at another time, since replay takes the nearest capture
// there is, and which were never captured.
"use strict";

const MOST = 200;
const parts = new Map(); // address of a page: its parts, address to instant

new BroadcastChannel("beilin-times").onmessage = ({ data: { page, address, captured } }) => {
  if (!parts.has(page)) {
    if (parts.size >= MOST) parts.clear();
    parts.set(page, new Map());
  }
  const known = parts.get(page);
  if (address !== null && known.size < MOST) known.set(address, captured);
  show();
  setTimeout(show, 1000); // a page that comes now is in its frame then
};

function show() {
  const shown = new Set(frames(document));
  const found = new Map([...parts].filter(([page]) => shown.has(page)).flatMap(([, known]) => [...known]));
  const lines = [...found].map(([address, captured]) => [captured, line(address, captured)]);
  list("times", lines.filter(([captured]) => captured !== null));
  list("lacks", lines.filter(([captured]) => captured === null));
}

function list(name, lines) {
  const box = document.getElementById(name);
  box.hidden = lines.length === 0;
  box.querySelector(".count").textContent = lines.length;
  box.querySelector("ul").replaceChildren(...lines.map(([, item]) => item));
}

function line(address, captured) {
  const item = document.createElement("li");
  item.textContent = captured === null ? address : `${new Date(captured).toISOString().slice(0, 19).replace("T", " ")}Z ${address}`;
  return item;
}

function frames(root) {
  return [...root.querySelectorAll("*")].flatMap((element) => [
    ...(element.shadowRoot ? frames(element.shadowRoot) : []),
    ...(element.localName === "iframe" && element.contentDocument
      ? [element.contentDocument.location.href, ...frames(element.contentDocument)]
      : []),
  ]);
}
