// Select2 names its boxes by what is chosen, so an empty one has no name for screen readers: add the label of its field.
"use strict";
(() => {
  let labels = 0;

  function name(place) {
    place.querySelectorAll(".select2-container").forEach((container) => {
      const label = container.closest(".fieldBox, .form-row, td, .plain-field")?.querySelector("label, legend");
      const box = container.querySelector(".select2-selection");
      if (!label || !box || (box.dataset.named && !container.querySelector(".select2-search__field:not([aria-label])"))) return;
      label.id ||= `select2-label-${++labels}`;
      if (!box.dataset.named) box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`.trim());
      box.dataset.named = "yes";
      const words = label.textContent.replace(/:\s*$/, "").trim();
      container.querySelectorAll(".select2-search__field, [role=textbox]").forEach((part) => {
        part.setAttribute("aria-label", words);
      });
    });
  }

  // Select2 makes its boxes when jQuery gets round to it, and again for every added row.
  const watcher = new MutationObserver(() => name(document));
  watcher.observe(document.documentElement, {childList: true, subtree: true});
  name(document);
})();
