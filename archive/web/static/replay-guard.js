// Stands before replayweb.page's service worker, which it loads unmodified: whatever that answers passes here, so that a
// captured page may load from this origin alone, leads nowhere else, and opens nothing.
"use strict";

const CAPTURED =
  "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' data: blob:; object-src 'none'; " +
  "form-action 'self'; frame-ancestors 'self'; sandbox allow-scripts allow-same-origin allow-forms";
const VIEWER =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
  "connect-src 'self' data: blob:; frame-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
const BELOW = "/replay/w/"; // captured pages
const PAGES = ["document", "iframe", "frame"];
// What no policy stops in every browser: peers, and names that are looked up beforehand.
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
    return answer.call(this, Promise.resolve(response).then((found) => guarded(this.request, found)));
  };
}

async function guarded(request, found) {
  if (!(found instanceof Response) || found.type === "error" || found.type.startsWith("opaque")) return found;
  const captured = new URL(request.url).pathname.startsWith(BELOW);
  const headers = new Headers(found.headers);
  for (const name of ["link", "refresh", "content-security-policy-report-only", "report-to", "reporting-endpoints", "nel"]) headers.delete(name);
  headers.set("content-security-policy", captured ? CAPTURED : VIEWER);
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
