// Shows a safety notice as readers would see it while it is being written. Without this script "Look at it first" does the same.
"use strict";
(() => {
  const form = document.getElementById("safety-form");
  const pane = document.getElementById("safety-preview");
  let waiting = 0;
  let asked = 0;

  async function show() {
    const turn = ++asked;
    try {
      const response = await fetch(form.dataset.preview, {method: "POST", body: new FormData(form)});
      if (response.ok && turn === asked) pane.innerHTML = await response.text();
    } catch {
      // Offline: what was shown last stays.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  });
})();
