// Stands before replayweb.page's service worker, which it loads unmodified: whatever that answers passes here, so that a
// captured page may load from this origin alone, leads nowhere else, and opens nothing. What was captured at another time
// than its page, or not at all, is told to replay-times.js, which says so.
"use strict";

const CAPTURED =
  "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' data: blob:; object-src 'none'; " +
  "form-action 'self'; frame-ancestors 'self'; sandbox allow-scripts allow-same-origin allow-forms";
const VIEWER =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
  "connect-src 'self' data: blob:; frame-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
// Whatever a page asks of the net, peers included, in all its frames: Chromium's own word, which others do not know.
const REACHABLE = `("${self.location.origin}/*")`;
const BELOW = "/replay/w/"; // captured pages
const PAGES = ["document", "iframe", "frame"];
// What no policy stops in every other browser: peers, and names that are looked up beforehand.
const PRELUDE =
  "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\"><script>(() => {" +
  "const shut = (realm) => { for (const name of [\"RTCPeerConnection\", \"webkitRTCPeerConnection\", \"WebTransport\", \"WebSocket\", \"WebSocketStream\"]) " +
  "try { Object.defineProperty(realm, name, { value: undefined, configurable: false, writable: false }); } catch {} };" +
  "shut(self);" +
  "for (const kind of [HTMLIFrameElement, HTMLFrameElement, HTMLObjectElement, HTMLEmbedElement]) for (const name of [\"contentWindow\", \"contentDocument\"]) {" +
  "const own = Object.getOwnPropertyDescriptor(kind.prototype, name); if (!own?.get) continue;" +
  "Object.defineProperty(kind.prototype, name, { configurable: false, get() { const found = own.get.call(this); try { shut(found?.defaultView ?? found); } catch {} return found; } }); }" +
  "})()</script>";

// The viewer runs the same file as a plain worker, too, to look into archives: that answers nothing.
if (self.FetchEvent) {
  const answer = FetchEvent.prototype.respondWith;
  FetchEvent.prototype.respondWith = function (response) {
    return answer.call(this, Promise.resolve(response).then((found) => (timed(this, found), guarded(this.request, found))));
  };
}

// The service worker gives each answer the instant of its capture; a page's is kept for what it loads.
const DAY = 86400e3; // milliseconds: what one visit may take
const pages = new Map();
const telling = new BroadcastChannel("beilin-times");

function timed(event, found) {
  const [, asked, address] = /^\/replay\/w\/(?!api\/)[^/]*\/(?::[\w-]+\/)?(\d{14})?\w*\/(.*)$/.exec(pathOf(event.request.url)) ?? [];
  const captured = found?.date instanceof Date ? found.date.getTime() : NaN;
  if (address === undefined) return;
  const isPage = PAGES.includes(event.request.destination);
  if (Number.isNaN(captured)) {
    if (found?.status === 404) tell(event, isPage, { address, captured: null });
    return;
  }
  if (isPage) pages.set(event.resultingClientId, captured);
  const wanted = (isPage ? undefined : pages.get(event.clientId)) ?? instant(asked);
  const apart = Math.abs(captured - wanted) > DAY;
  if (isPage || apart) tell(event, isPage, { address: apart ? address : null, captured });
}

function tell(event, isPage, said) {
  if (isPage) telling.postMessage({ page: event.request.url, ...said });
  else self.clients.get(event.clientId).then((client) => telling.postMessage({ page: client?.url ?? "", ...said }));
}

function pathOf(url) {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function instant(digits) {
  return digits ? Date.parse(digits.replace(/(....)(..)(..)(..)(..)(..)/, "$1-$2-$3T$4:$5:$6Z")) : NaN;
}

async function guarded(request, found) {
  if (!(found instanceof Response) || found.type === "error" || found.type.startsWith("opaque")) return found;
  const captured = new URL(request.url).pathname.startsWith(BELOW);
  const headers = new Headers(found.headers);
  for (const name of ["link", "refresh", "content-security-policy-report-only", "report-to", "reporting-endpoints", "nel"]) headers.delete(name);
  headers.set("content-security-policy", captured ? CAPTURED : VIEWER);
  headers.set("connection-allowlist", REACHABLE);
  headers.set("referrer-policy", "no-referrer");
  headers.set("x-dns-prefetch-control", "off");
  const how = { status: found.status, statusText: found.statusText, headers };
  if (!captured || !PAGES.includes(request.destination) || !/html/i.test(headers.get("content-type") ?? "")) {
    return new Response(found.body, how);
  }
  return new Response(withPrelude(new Uint8Array(await found.arrayBuffer())), how);
}

// A script before the doctype would put the page into another mode.
function withPrelude(page) {
  const begin = String.fromCharCode(...page.subarray(0, 1024));
  const head = /^(?:\xef\xbb\xbf)?\s*(?:<!--[^]*?-->\s*)*<!doctype[^>]*>/i.exec(begin)?.[0].length ?? 0;
  return new Blob([page.subarray(0, head), PRELUDE, page.subarray(head)]);
}

importScripts("replayweb-sw.js");
