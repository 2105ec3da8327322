// Asks before unsaved text is left behind, for example by a click on "Ask for approval".
"use strict";
(() => {
  const form = document.querySelector("#content-main > form");
  if (!form) return;
  let changed = Boolean(document.querySelector(".errornote, .conflict, .taken-back"));
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
})();
