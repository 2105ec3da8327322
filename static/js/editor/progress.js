// Works out the pages of a change portion by portion and shows how far it is. Without this script the button does it.
(() => {
  const form = document.querySelector("form[data-progress]");
  if (!form) return;
  const bar = form.querySelector("progress");
  const words = form.querySelector("[data-progress-words]");
  const button = form.querySelector("button");

  async function next() {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  async function goOn() {
    button.disabled = true;
    let left = 1;
    try {
      while (left > 0) {
        const state = await next();
        if (state.left >= left && left !== 1) break;
        left = state.left;
        bar.max = state.pages;
        bar.value = state.done;
        words.textContent = state.words;
      }
      window.location.reload();
    } catch {
      button.disabled = false; // the person can go on by hand
    }
  }

  goOn();
})();
