// The voucher's table: sums while one types, Enter to the next field, arrows up and down, rows at
// the end, cells pasted from a spreadsheet. Without this script the form works by its own buttons.
const form = document.querySelector("form[data-voucher]");
const body = form.querySelector("tbody");
const most = Number(form.dataset.most);
const columns = ["account", "debit", "credit", "fund", "item"];
const amounts = "input[name^='debit-'], input[name^='credit-']";
const patterns = [/^[+-]?\d+$/, /^[+-]?\d{1,3}(\.\d{3})+$/, /^[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+$/];

// The amount as a BigInt of đồng, 0 for an empty cell, null for what is none.
function amountOf(text) {
  const tidy = text.trim();
  if (!tidy) return 0n;
  return patterns.some((form) => form.test(tidy)) ? BigInt(tidy.replace(/[^\d-]/g, "")) : null;
}

function written(amount) {
  const digits = String(amount < 0n ? -amount : amount).replace(/\B(?=(\d{3})+$)/g, ".");
  return amount < 0n ? `-${digits}` : digits;
}

function filled(text, facts) {
  return text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

function sums() {
  const found = { debit: 0n, credit: 0n, unread: false };
  for (const input of form.querySelectorAll(amounts)) {
    const amount = amountOf(input.value);
    if (amount === null) found.unread = true;
    else found[input.name.split("-")[0]] += amount;
  }
  return found;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text; // said again only when it changed
}

function showSums() {
  const { debit, credit } = sums();
  setText(form.querySelector("[data-sum=debit]"), written(debit));
  setText(form.querySelector("[data-sum=credit]"), written(credit));
}

// The line that is read out changes when a field is left, not at every key.
function sayBalance(before = "") {
  const { debit, credit, unread } = sums();
  const line = form.querySelector("[data-balance]");
  const even = debit === credit && debit > 0n && !unread;
  const parts = [before];
  if (even) parts.push(filled(form.dataset.balanced, { amount: written(debit) }));
  else if (debit || credit) {
    const off = debit > credit ? debit - credit : credit - debit;
    const facts = { debit: written(debit), credit: written(credit), difference: written(off) };
    parts.push(filled(form.dataset.off, facts));
  }
  if (unread) parts.push(form.dataset.unread);
  line.classList.toggle("app-balance--even", even);
  setText(line, parts.filter(Boolean).join(" "));
}

function showName(input) {
  const shown = input.parentElement.querySelector("[data-name]");
  if (!shown) return;
  const code = input.value.trim().split(/\s+/)[0];
  const option = [...input.list.options].find((each) => each.value === code);
  setText(shown, option ? option.textContent : "");
}

// Leaving an amount writes it with dots; "=" becomes what is missing on its side.
function tidy(input) {
  if (input.value.trim() === "=") {
    input.value = "";
    const { debit, credit } = sums();
    const missing = input.name.startsWith("debit") ? credit - debit : debit - credit;
    if (missing > 0n) input.value = written(missing);
  } else if (input.value.trim()) {
    const amount = amountOf(input.value);
    if (amount !== null) input.value = written(amount);
  }
}

function addRow() {
  const rows = body.rows.length;
  if (rows >= most) return null;
  const row = body.rows[rows - 1].cloneNode(true);
  const number = rows + 1;
  const head = row.querySelector("th");
  head.id = `r-${number}`;
  head.lastChild.textContent = ` ${number}`;
  for (const input of row.querySelectorAll("input")) {
    const name = input.name.split("-")[0];
    input.id = input.name = `${name}-${number}`;
    input.value = "";
    input.classList.remove("govuk-input--error");
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    input.setAttribute("aria-labelledby", `c-${name} r-${number}`);
  }
  for (const each of row.querySelectorAll("[data-name]")) each.textContent = "";
  for (const each of row.querySelectorAll(".govuk-error-message")) each.remove();
  body.append(row);
  return row;
}

function fields() {
  return [...form.querySelectorAll("input:not([type=hidden])")];
}

function paste(input, text) {
  const start = columns.indexOf(input.name.split("-")[0]);
  let row = input.closest("tr");
  let count = 0;
  let leftOver = 0;
  for (const line of text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n")) {
    line.split("\t").forEach((cell, at) => {
      const target = row && row.querySelector(`input[name^='${columns[start + at]}-']`);
      if (!target) {
        leftOver += cell.trim() ? 1 : 0;
        return;
      }
      target.value = cell.trim();
      if (target.matches(amounts)) tidy(target);
      showName(target);
      count += 1;
    });
    row = row && (row.nextElementSibling || addRow());
  }
  showSums();
  const said = [filled(form.dataset.pasted, { cells: count })];
  if (leftOver) said.push(filled(form.dataset.leftOver, { cells: leftOver }));
  sayBalance(said.join(" "));
}

form.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches("input:not([type=hidden])") || event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    const next = fields()[fields().indexOf(input) + 1] || addRow()?.querySelector("input");
    if (next) next.focus();
  } else if (input.matches(amounts) && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const row = input.closest("tr");
    const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    const target = other?.querySelector(`input[name^='${input.name.split("-")[0]}-']`);
    if (target) {
      event.preventDefault();
      target.focus();
    }
  }
});

form.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!event.target.closest("[data-line]") || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  paste(event.target, text);
});

form.addEventListener("input", (event) => {
  if (event.target.matches(amounts)) showSums();
  else showName(event.target);
});

form.addEventListener("focusout", (event) => {
  if (!event.target.matches(amounts)) return;
  tidy(event.target);
  showSums();
  sayBalance();
});

form.querySelector("[data-more]").addEventListener("click", (event) => {
  event.preventDefault();
  const row = addRow();
  for (let more = 1; more < 5; more += 1) addRow();
  if (row) row.querySelector("input").focus();
});
