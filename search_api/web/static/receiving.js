// Hands files over one after another and says what became of each.
"use strict";

(() => {
  const place = document.querySelector(".receiving");
  const said = document.getElementById("receiving-said");
  const bar = document.getElementById("receiving-done");
  const list = document.getElementById("received");
  place.hidden = false;

  // Made searchable together: doing so costs time of its own.
  const TOGETHER = 20;
  const waiting = [];
  const totals = { given: 0, done: 0, ingested: 0, unchanged: 0, set_aside: 0, failed: 0 };
  let busy = false;

  const link = (row) => {
    const made = document.createElement("a");
    made.href = `/van-ban/${row.doc}`;
    made.textContent = row.number || row.title || row.source;
    return made;
  };
  const note = (entry, state, ...parts) => {
    entry.dataset.state = state;
    entry.querySelector(".outcome").replaceChildren(...parts);
  };
  const joined = (rows) => rows.flatMap((row, n) => (n ? ["; ", link(row)] : [link(row)]));

  const tell = (entry, answer) => {
    for (const outcome of ["ingested", "unchanged", "set_aside"]) totals[outcome] += answer[outcome].length;
    const parts = [];
    if (answer.ingested.length) parts.push("Đã đưa vào kho: ", ...joined(answer.ingested), ". ");
    if (answer.unchanged.length) parts.push("Đã có trong kho: ", ...joined(answer.unchanged), ". ");
    for (const row of answer.set_aside) parts.push(`Để riêng${answer.set_aside.length > 1 ? ` ${row.source}` : ""}: ${row.reason} `);
    const state = answer.set_aside.length ? "aside" : answer.ingested.length ? "in" : "passed";
    note(entry, state, ...(parts.length ? parts : ["Bỏ qua: tệp do phần mềm để lại, không phải văn bản."]));
  };

  const summary = () => {
    const words = [`${totals.done}/${totals.given} tệp`, `${totals.ingested} văn bản mới`];
    if (totals.unchanged) words.push(`${totals.unchanged} đã có`);
    if (totals.set_aside) words.push(`${totals.set_aside} để riêng`);
    if (totals.failed) words.push(`${totals.failed} chưa nạp được`);
    said.textContent = `${totals.done < totals.given ? "Đang nạp" : "Xong"}: ${words.join(", ")}.`;
    bar.hidden = false;
    bar.max = totals.given;
    bar.value = totals.done;
  };

  const work = async () => {
    if (busy) return;
    busy = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { file, name, entry } = next;
      note(entry, "reading", "Đang đọc…");
      const index = !waiting.length || (totals.done + 1) % TOGETHER === 0;
      try {
        const answer = await fetch(`/api/v1/files?${new URLSearchParams({ name, index })}`, { method: "PUT", body: file });
        const told = await answer.json().catch(() => null);
        if (!answer.ok) throw new Error(told?.error?.message || "Phần mềm không nhận được tệp. Hãy thử lại.");
        tell(entry, told);
      } catch (error) {
        totals.failed += 1;
        note(entry, "failed", error instanceof TypeError ? "Không gửi được: phần mềm không trả lời, hoặc tệp đã bị dời đi. Hãy kiểm tra rồi chọn lại tệp." : error.message);
      }
      totals.done += 1;
      summary();
    }
    busy = false;
  };

  const give = (files) => {
    for (const file of files) {
      const name = file.webkitRelativePath || file.name;
      const entry = document.createElement("li");
      const title = document.createElement("strong");
      title.textContent = name;
      const outcome = document.createElement("span");
      outcome.className = "outcome";
      entry.append(title, " ", outcome);
      list.append(entry);
      note(entry, "waiting", "Đang chờ");
      waiting.push({ file, name, entry });
      totals.given += 1;
    }
    if (!files.length) return;
    summary();
    work();
  };

  for (const id of ["files", "folder"]) {
    const chooser = document.getElementById(id);
    chooser.addEventListener("change", () => { give([...chooser.files]); chooser.value = ""; });
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const dropped = [...(event.dataTransfer?.items || [])].filter((item) => item.kind === "file");
    const files = dropped.filter((item) => !item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile());
    if (files.length < dropped.length) said.textContent = "Muốn nạp cả thư mục, hãy dùng nút chọn thư mục.";
    give(files);
  });
  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
})();
