// The frame's own script: wakes the components, and draws a chart from the table beside it.
import { initAll } from "./vendor/govuk-frontend-6.3.0/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// <canvas data-chart-of="ID" data-chart-kind="bar"> shows the table ID: the first cell of a row is
// its label, each cell with data-value a number. The table stays; the chart only repeats it.
function series(table) {
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  const columns = [...rows[0].cells].map((cell, at) => (cell.dataset.value === undefined ? -1 : at));
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    datasets: columns
      .filter((at) => at >= 0)
      .map((at, order) => ({
        label: heads[at],
        data: rows.map((row) => Number(row.cells[at].dataset.value)),
        backgroundColor: ["#7a1c2e", "#1c4f82", "#b98a2f", "#4c6b3c"][order % 4],
      })),
  };
}

for (const canvas of document.querySelectorAll("canvas[data-chart-of]")) {
  const table = document.getElementById(canvas.dataset.chartOf);
  if (!table || !window.Chart || !table.tBodies[0].rows.length) continue;
  window.Chart.defaults.font.family = '"Noto Sans", arial, sans-serif';
  const data = series(table);
  new window.Chart(canvas, {
    type: canvas.dataset.chartKind || "bar",
    data,
    options: {
      animation: false,
      locale: "vi",
      maintainAspectRatio: false,
      plugins: { legend: { display: data.datasets.length > 1 } },
    },
  });
}

// A form that asks first: <form data-ask="Sentence?">.
for (const form of document.querySelectorAll("form[data-ask]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.ask)) event.preventDefault();
  });
}
