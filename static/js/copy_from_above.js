// A button in each row but the first copies evidence and its day from the row above. Each row keeps its own fields.
"use strict";

for (const button of document.querySelectorAll("button.copy-from-above")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = button.closest(".review-row");
    const rows = [...document.querySelectorAll(".review-row")];
    const above = rows[rows.indexOf(row) - 1];
    for (const name of ["evidence_searched", "evidence_searched_on"]) {
      const end = `[name$="-${name}"]`;
      row.querySelector(end).value = above.querySelector(end).value;
    }
    row.querySelector('[name$="-evidence_searched"]').focus();
  });
}
