// Keeps what is typed apart from the page, and says who else has it open. What is kept is offered back by the server.
"use strict";
(() => {
  const form = document.querySelector("#content-main > form");
  const status = document.getElementById("autosave-status");
  const news = document.getElementById("autosave-news");
  if (!form || !status) return;
  const LOOK = 1000, QUIET = 3000, AT_LEAST = 15000, BEAT = 30000;
  const presence = document.getElementById("presence");
  const startsUnsaved = Boolean(document.querySelector(".conflict, .taken-back"));
  let kept = startsUnsaved ? "" : null, last = null, changedAt = 0, waitingSince = 0, spokeAt = 0, busy = false, over = false;
  let said = "";

  const everything = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return data;
  };
  const asText = (data) => JSON.stringify(Array.from(data).filter(([, value]) => typeof value === "string"));

  async function ask(url, body) {
    const headers = {"X-CSRFToken": form.querySelector("input[name=csrfmiddlewaretoken]").value};
    return fetch(url, {method: "POST", body, headers, redirect: "error"});
  }

  // After logging in again in another tab the form's token is out of date: ask for a new one, once.
  async function renewed() {
    const response = await fetch(status.dataset.url, {redirect: "error"});
    if (!response.ok) return false;
    const {token} = await response.json();
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((box) => { box.value = token; });
    return true;
  }

  async function send(beat) {
    const data = everything();
    const text = asText(data);
    let body = data;
    if (beat) {
      body = new FormData();
      for (const name of ["opened_version", "autosave-place"]) body.append(name, data.get(name) ?? "");
    }
    body.append("autosave-person", status.dataset.person);
    const url = status.dataset.url + (beat ? "&beat=1" : "");
    busy = true;
    try {
      let response = await ask(url, body);
      if (response.status === 403 && await renewed()) response = await ask(url, body);
      spokeAt = Date.now();
      if (over) return;
      if (response.status === 403) return tell(status.dataset.loggedOut, true);
      if (!response.headers.get("Content-Type")?.includes("json")) return tell(status.dataset.offline);
      const answer = await response.json();
      if (!response.ok) return tell(answer.problem);
      show(answer);
      if (beat) return;
      kept = text;
      waitingSince = 0;
      tell(status.dataset.kept.replace("TIME", answer.saved_at), false, status.dataset.keptFirst);
    } catch {
      spokeAt = Date.now();
      if (!over && !beat) tell(status.dataset.offline);
    } finally {
      busy = false;
    }
  }

  // `spoken`: what a screen reader hears instead, once, not again with every minute.
  function tell(words, login = false, spoken = words) {
    status.hidden = false;
    status.textContent = words;
    status.classList.toggle("autosave-problem", spoken === words);
    if (login) {
      const link = document.createElement("a");
      link.href = status.dataset.login;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = status.dataset.loginWords;
      status.append(" ", link);
    }
    if (said !== spoken) news.textContent = said = spoken;
  }

  function show({others, overtaken}) {
    const lines = [...others, ...(overtaken ? [overtaken] : [])];
    if (!presence || Array.from(presence.children, (line) => line.textContent).join("\n") === lines.join("\n")) return;
    presence.replaceChildren(...lines.map((words) => {
      const line = document.createElement("p");
      line.textContent = words;
      return line;
    }));
  }

  function look() {
    if (over || busy) return;
    const now = Date.now(), text = asText(everything());
    if (kept === null) kept = last = text;
    if (text !== last) {
      last = text;
      changedAt = now;
    }
    if (text !== kept) {
      waitingSince ||= now;
      if ((now - changedAt >= QUIET || now - waitingSince >= AT_LEAST) && now - spokeAt >= QUIET) send(false);
    } else if (now - spokeAt >= BEAT && !document.hidden) send(true);
  }

  const stop = () => { over = true; };
  form.addEventListener("submit", stop);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !over && !busy && kept !== null && asText(everything()) !== kept) send(false);
  });
  // Coming back with the browser's own button wakes the page as it was left.
  window.addEventListener("pageshow", () => { over = false; });
  window.addEventListener("load", () => {
    spokeAt = Date.now();
    // The page's own scripts fill boxes on the way (addresses from titles, rows): begin with what stands when all is loaded.
    setTimeout(() => { look(); setInterval(look, LOOK); }, 0);
  });
})();
