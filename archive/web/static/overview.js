// Keeps the overview fresh: asks this server what changed, and puts words in their places. Text alone, never markup.
"use strict";

const watched = document.querySelector("[data-live]");
const lost = document.getElementById("lost");
const told = document.getElementById("told");
const LEAST = 2000; // milliseconds between an answer and the next question

function show(one, row) {
  for (const place of one.querySelectorAll("[data-fact]")) {
    const text = row.words[place.dataset.fact];
    if (place.textContent !== text) place.textContent = text;
    if (place.tagName === "DD") place.classList.toggle("bad", row.failing.includes(place.dataset.fact));
  }
  for (const holder of one.querySelectorAll("[data-holds]")) holder.hidden = !row.words[holder.dataset.holds];
  const bar = one.querySelector("progress");
  if (row.far) {
    bar.max = row.far.found;
    bar.value = row.far.fetched;
  }
  for (const button of one.querySelectorAll("button[data-when]")) {
    const hides = (button.dataset.when === "paused") !== row.paused;
    if (hides && button === document.activeElement) document.getElementById("main").focus();
    button.hidden = hides;
  }
  if (one.dataset.state !== row.state) {
    one.dataset.state = row.state;
    told.textContent = `${one.querySelector("h1, h2").textContent}: ${row.words.state}`;
  }
}

async function look() {
  const began = Date.now();
  if (!document.hidden) {
    try {
      const answer = await fetch(watched.dataset.live, { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const rows = await answer.json();
      for (const one of watched.querySelectorAll("[data-collection]")) {
        const row = rows[one.dataset.collection];
        if (row) show(one, row);
      }
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
  }
  setTimeout(look, Math.max(LEAST, 4 * (Date.now() - began)));
}

setTimeout(look, LEAST);
