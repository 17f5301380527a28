// A timer for a wave: it counts down where the page says how long; without it, any clock will do.
function shown(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

for (const timer of document.querySelectorAll("[data-timer]")) {
  const start = timer.querySelector("[data-timer-start]");
  const time = timer.querySelector("[data-timer-time]");
  const bar = timer.querySelector("[data-timer-bar]");
  const whole = Number(timer.dataset.timer) * 60;
  let ends = 0;
  let ticking = 0;

  function tick() {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    time.textContent = shown(left);
    bar.value = whole - left;
    if (left) return;
    clearInterval(ticking);
    start.hidden = false;
    timer.querySelector("[data-timer-says]").textContent = timer.dataset.over;
  }

  bar.max = whole;
  bar.hidden = false;
  start.hidden = false;
  time.textContent = shown(whole);
  timer.querySelector("[data-timer-plain]").hidden = true;
  start.addEventListener("click", () => {
    ends = Date.now() + whole * 1000;
    start.hidden = true;
    timer.querySelector("[data-timer-says]").textContent = "";
    clearInterval(ticking);
    ticking = setInterval(tick, 250);
    tick();
  });
}
