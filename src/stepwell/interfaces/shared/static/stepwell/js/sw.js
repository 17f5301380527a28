// Served at /sw.js. Keeps two things on the phone: the public Help page, and the files every page is drawn with.
// A page about a person is never kept: it is asked of the network, and where there is none the Help page answers.
const SHELF = "shell-1";
const HELP = "/help-now/offline";
const AWAY = "/away"; // where "Leave quickly" ends: without a connection it must not show the Help page
const KEPT = new URL(self.location.href).searchParams.get("static") ?? "/static/";

// Without credentials: what is kept is what anybody would see.
const asAnybody = (url) => fetch(url, { credentials: "omit", cache: "no-cache" });

const keepHelp = () => Promise.all([HELP, AWAY].map(keepPage));

async function keepPage(address) {
  const shelf = await caches.open(SHELF);
  const page = await asAnybody(address);
  if (!page.ok || page.redirected) return;
  const words = await page.clone().text();
  await shelf.put(address, page);
  const files = [...words.matchAll(/(?:href|src)="([^"]+)"/g)].map((match) => new URL(match[1], self.location.origin));
  await Promise.all(files.filter(isKept).map((file) => keepFile(shelf, file)));
}

async function keepFile(shelf, file) {
  const answer = await asAnybody(file).catch(() => null);
  if (!answer?.ok) return;
  await shelf.put(file, answer.clone());
  if (!file.pathname.endsWith(".css")) return;
  const inside = [...(await answer.text()).matchAll(/url\(["']?([^"')]+)["']?\)/g)].map((match) => new URL(match[1], file));
  await Promise.all(inside.filter(isKept).map((one) => keepFile(shelf, one)));
}

const isKept = (url) => url.origin === self.location.origin && url.pathname.startsWith(KEPT);

self.addEventListener("install", (event) => {
  event.waitUntil(keepHelp().catch(() => {}).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name);
    await self.clients.claim();
    await keepHelp().catch(() => {});
  })());
});

const withoutConnection = async (url) => (url.pathname === AWAY && (await caches.match(AWAY))) || help();

async function help() {
  return (await caches.match(HELP)) ?? new Response("No connection. In danger? Call 911. To talk to someone: call or text 988. Sin conexión. ¿En peligro? Llama al 911. Para hablar con alguien: llama o escribe al 988.", { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

async function file(event) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(event.request);
  const fresh = asAnybody(event.request.url).then((answer) => {
    if (answer.ok) shelf.put(event.request, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return kept;
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => withoutConnection(url)));
  else if (isKept(url)) event.respondWith(file(event));
});
