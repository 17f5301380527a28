// Says when the network is gone, sends what waited when it is back, and keeps the Help page on this phone.
import { sendAll } from "./outbox.js";

const note = document.querySelector("[data-offline-note]");
const owner = document.body.dataset.owner ?? "";

async function sendWaiting() {
  if (!owner || !navigator.onLine) return;
  const results = await sendAll(owner).catch(() => new Map());
  if ([...results.values()].includes("sent")) document.dispatchEvent(new CustomEvent("outbox:sent"));
}

function show() {
  if (note) note.hidden = navigator.onLine;
}

addEventListener("online", () => { show(); sendWaiting(); });
addEventListener("offline", show);
show();
sendWaiting();

if ("serviceWorker" in navigator) {
  // This file lies at <static>/stepwell/js/: the worker learns from it what may be kept.
  const kept = new URL("../../", import.meta.url).pathname;
  navigator.serviceWorker.register(`/sw.js?static=${encodeURIComponent(kept)}`).catch(() => {});
}
