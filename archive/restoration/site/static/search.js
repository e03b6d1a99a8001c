"use strict";
// Search without a server: pieces of the index are scripts, since a page on a disk may not ask for files.
var beilin = (function () {
  var held = { t: {}, d: {}, f: {} }, waiting = {}, folds = null;
  var paired = /[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  var dropped = /[\u0300-\u036f\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}\p{Cf}\p{Cs}]/u;

  function take(kind, number, value) {
    held[kind][number] = value;
    (waiting[kind + number] || []).forEach(function (done) { done(value); });
    delete waiting[kind + number];
  }

  function load(kind, number) {
    return new Promise(function (done) {
      if (number in held[kind]) { done(held[kind][number]); return; }
      var name = kind + number, first = !(name in waiting);
      (waiting[name] = waiting[name] || []).push(done);
      if (!first) { return; }
      var script = document.createElement("script");
      script.src = kind === "f" ? "fold.js" : kind + "/" + number + ".js";
      script.onerror = function () { take(kind, number, kind === "t" ? [{}, {}] : []); };
      document.head.appendChild(script);
    });
  }

  async function simplified() {
    if (!folds) {
      folds = new Map();
      (await load("f", 0)).forEach(function (line) {
        var all = line.split(" ");
        all.slice(1).forEach(function (one) { folds.set(one, all[0]); });
      });
    }
    return folds;
  }

  // As archive/search/folding.py: each character by itself.
  function fold(text) {
    return Array.from(text).map(function (one) {
      if ("\u2019\u02bc\uff07\u2018`\u00b4".includes(one)) { return "'"; }
      if (/[\p{Cc}\p{Co}]/u.test(one)) { return " "; }
      var apart = one >= "\uac00" && one <= "\ud7a3" ? one : one.normalize("NFKD");
      return Array.from(apart).filter(function (c) { return !dropped.test(c); }).map(function (c) {
        return Array.from(c.toLowerCase().replace("\u00df", "ss").replace("\u03c2", "\u03c3"))
          .map(function (d) { return folds.get(d) || d; }).join("");
      }).join("");
    }).join("");
  }

  function pieces() { return Number(document.documentElement.dataset.pieces); }

  function pieceOf(token) {
    var all = Array.from(token), first = all[0].codePointAt(0), second = all.length > 1 ? all[1].codePointAt(0) : 0;
    return (first * 31 + (first < 0x2e80 && second < 0x2e80 ? second : 0)) % pieces();
  }

  // As archive/search/tokens.py: pairs of Chinese characters, and words. A last character that stands alone is open.
  function wanted(text) {
    var found = [], run = [], word = "";
    function end() {
      if (run.length === 1) { found.push({ token: run[0], open: true }); }
      for (var n = 0; n + 1 < run.length; n += 1) { found.push({ token: run[n] + run[n + 1] }); }
      var plain = word.replace(/^'+|'+$/g, "");
      if (plain) { found.push({ token: plain, word: true }); }
      run = []; word = "";
    }
    Array.from(fold(text)).forEach(function (one) {
      if (paired.test(one)) { if (word) { end(); } run.push(one); } else if (/[\p{L}\p{N}']/u.test(one)) { if (run.length) { end(); } word += one; } else { end(); }
    });
    end();
    return found;
  }

  function endings(word) {
    var tried = [word];
    ["s", "es", "ed", "d", "ing", "ly", "'s"].forEach(function (end) {
      if (word.endsWith(end) && word.length > end.length + 2) { tried.push(word.slice(0, -end.length), word.slice(0, -end.length) + "e"); }
      tried.push(word + end);
    });
    return tried;
  }

  async function stems(word) {
    var piece = await load("t", pieceOf(word)), known = endings(word).map(function (one) {
      return piece[1][one] || (one in piece[0] ? one : "");
    }).filter(Boolean);
    if (known.length) { return [known[0]]; }
    var begun = Object.keys(piece[0]).filter(function (token) { return token.startsWith(word); });
    return begun.length ? begun : [word.replace(/'/g, "")];
  }

  function posts(text, into) {
    var number = -1;
    (text || "").replace(/([0-9a-z]+)([ !])/g, function (_, step, mark) {
      number += parseInt(step, 36);
      into.set(number, (into.get(number) || 0) + (mark === "!" ? 3 : 1));
    });
  }

  async function holding(one) {
    var names = one.word ? await stems(one.token) : [one.token], found = new Map();
    for (var name of names) {
      var piece = (await load("t", pieceOf(name)))[0];
      var all = one.open ? Object.keys(piece).filter(function (token) { return token.startsWith(one.token); }) : [name];
      all.forEach(function (token) { posts(piece[token], found); });
    }
    return found;
  }

  // Returns [number of a post, weight], titles first, then the newest.
  async function find(text) {
    await simplified();
    var asked = wanted(text), left = null;
    for (var one of asked) {
      var found = await holding(one), both = new Map();
      found.forEach(function (weight, number) {
        if (!left) { both.set(number, weight); } else if (left.has(number)) { both.set(number, weight + left.get(number)); }
      });
      left = both;
    }
    var titled = 3 * asked.length;
    return Array.from(left || []).sort(function (a, b) {
      return (b[1] >= titled) - (a[1] >= titled) || a[0] - b[0];
    });
  }

  async function shown(number) { return (await load("d", Math.floor(number / 50)))[number % 50]; }

  // Where each character of the folded text comes from, so that what was found can be marked in the text itself.
  function marked(text, asked) {
    var flat = text.replace(/\s+/g, " "), from = [], folded = "";
    Array.from(flat).reduce(function (at, one) {
      var plain = fold(one);
      for (var n = 0; n < plain.length; n += 1) { from.push(at); }
      folded += plain;
      return at + one.length;
    }, 0);
    from.push(flat.length);
    var spots = [];
    asked.forEach(function (one) {
      var at = folded.indexOf(one);
      while (one && at >= 0 && spots.length < 200) { spots.push([from[at], from[Math.min(at + one.length, from.length - 1)]]); at = folded.indexOf(one, at + one.length); }
    });
    spots.sort(function (a, b) { return a[0] - b[0]; });
    var begin = Math.max(0, (spots.length ? spots[0][0] : 0) - 60), stop = Math.min(flat.length, begin + 240);
    var line = document.createElement("p"), at = begin;
    if (begin) { line.append("…"); }
    spots.forEach(function (spot) {
      if (spot[0] < at || spot[1] > stop) { return; }
      var mark = document.createElement("mark");
      mark.textContent = flat.slice(spot[0], spot[1]);
      line.append(flat.slice(at, spot[0]), mark);
      at = spot[1];
    });
    line.append(flat.slice(at, stop), stop < flat.length ? "…" : "");
    return line;
  }

  function runs(text) { return fold(text).split(/[\s"“”]+/).filter(Boolean); }

  async function show(found, start, text, list, more) {
    for (var pair of found.slice(start, start + 20)) {
      var one = await shown(pair[0]), item = document.createElement("li"), heading = document.createElement("h2");
      var anchor = document.createElement("a"), day = document.createElement("p");
      anchor.href = "../" + one[0].split("/").map(encodeURIComponent).join("/");
      anchor.textContent = one[1] || "（无题 untitled）";
      heading.append(anchor);
      day.className = "small"; day.textContent = one[2];
      item.append(heading, day, marked(one[3], runs(text)));
      list.append(item);
    }
    more.hidden = start + 20 >= found.length;
    more.onclick = function () { show(found, start + 20, text, list, more); };
  }

  async function answer(text) {
    var list = document.getElementById("hits"), line = document.getElementById("count");
    list.replaceChildren();
    if (!text.trim()) { line.textContent = ""; return; }
    var found = await find(text);
    line.textContent = found.length ? found.length + " 篇 · posts" : "没有找到 · Nothing found";
    await show(found, 0, text, list, document.getElementById("more"));
    document.documentElement.dataset.answered = text;
  }

  function begin() {
    var form = document.getElementById("ask"), field = document.getElementById("q");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      location.hash = encodeURIComponent(field.value);
    });
    function asked() {
      try { field.value = decodeURIComponent(location.hash.slice(1)) || new URLSearchParams(location.search).get("q") || ""; } catch (_) { field.value = ""; }
      answer(field.value);
    }
    window.addEventListener("hashchange", asked);
    asked();
  }

  document.addEventListener("DOMContentLoaded", begin);
  return { take: take, find: find, fold: async function (text) { await simplified(); return fold(text); } };
}());
