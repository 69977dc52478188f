// Reviewing a crosswalk by keyboard alone, and the lines between a task and what carries it out.
"use strict";

(() => {
  const review = document.querySelector("section.review");
  const list = document.querySelector("ol.aligned");
  if (!review || !list) return;
  review.hidden = false;

  const { parent, child } = review.dataset;
  const told = document.getElementById("review-said");
  const reviewer = document.getElementById("reviewer");
  const help = document.getElementById("keys");
  const writing = document.getElementById("writing");
  const words = document.getElementById("writing-words");
  const undoButton = review.querySelector("[data-does=undo]");
  const undone = [];
  const COVERAGES = { 1: "full", 2: "partial", 3: "none" };
  const NAMES = { full: "đủ", partial: "một phần", none: "chưa có" };
  let at = -1;
  let saving = Promise.resolve();

  reviewer.value = localStorage.getItem("nhiemvu-nguoi-ra-soat") || "";
  reviewer.addEventListener("change", () => localStorage.setItem("nhiemvu-nguoi-ra-soat", reviewer.value.trim()));

  const say = (line) => { told.textContent = line; };
  const stops = () => [...list.querySelectorAll(".stop")];
  const rowOf = (stop) => stop.closest("li.aligned-row");
  const taskOf = (stop) => rowOf(stop).querySelector(".task-side");
  const isTask = (stop) => stop.classList.contains("task-side");

  // One stop is in the order of the Tab key; focus is shown where the reviewer is.
  const go = (position) => {
    const all = stops();
    if (!all.length) return;
    at = Math.max(0, Math.min(position, all.length - 1));
    for (const stop of all) stop.tabIndex = -1;
    const here = all[at];
    here.tabIndex = 0;
    here.focus({ preventScroll: true });
    here.scrollIntoView({ block: "nearest" });
  };
  const current = () => stops()[at];
  list.addEventListener("focusin", (event) => {
    const stop = event.target.closest(".stop");
    if (stop) at = stops().indexOf(stop);
  });
  const first = stops()[0];
  if (first) first.tabIndex = 0;

  const post = async (stop, decided) => {
    const task = taskOf(stop);
    const body = {
      parent, child, task_path: task.dataset.path, task: task.dataset.quote, author: reviewer.value.trim(), ...decided,
    };
    const answer = await fetch("/api/v1/crosswalk/verdicts", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    if (!answer.ok) {
      const problem = await answer.json().catch(() => null);
      throw new Error(problem?.error?.message || "Không ghi được. Hãy thử lại.");
    }
    return answer.json();
  };

  const renew = async (number, view) => {
    const query = new URLSearchParams({ tren: parent, duoi: child });
    const answer = await fetch(`/doi-chieu/nhiem-vu/${number}?${query}`);
    if (!answer.ok) throw new Error("Đã ghi, nhưng không tải lại được mục này. Hãy tải lại trang.");
    const holder = document.createElement("ol");
    holder.innerHTML = await answer.text();
    document.getElementById(`nhiem-vu-${number}`).replaceWith(holder.querySelector("li.aligned-row"));
    for (const [name, count] of Object.entries({ full: 0, partial: 0, none: 0, ...view.coverages, decided: view.decided })) {
      const place = document.querySelector(`[data-total="${name}"]`);
      if (place) place.textContent = count;
    }
    draw();
  };

  // What stood before is kept, so that it can be put back.
  const earlier = (stop, clause) => ({
    decision: stop.dataset.decision, coverage: stop.dataset.decision === "coverage" ? stop.dataset.coverage : "",
    note: stop.dataset.note || "", ...clause,
  });
  const clauseOf = (stop) => (isTask(stop) ? {} : { clause_path: stop.dataset.path, clause: stop.dataset.quote });

  const decide = (stop, decided, line, before = null) => {
    const number = rowOf(stop).dataset.number;
    const clause = "clause" in decided ? {} : clauseOf(stop);
    const past = before || earlier(stop, clause);
    saving = saving.then(async () => {
      say("Đang ghi…");
      const position = at;
      try {
        const view = await post(stop, { ...clause, ...decided });
        undone.push({ number, past });
        undoButton.disabled = false;
        await renew(number, view);
        go(position);
        say(`Đã ghi: ${line}`);
      } catch (error) {
        say(error.message);
      }
    });
    return saving;
  };

  const undo = () => {
    const last = undone.pop();
    undoButton.disabled = !undone.length;
    if (!last) { say("Chưa có nhận xét nào để hoàn tác."); return; }
    const stop = document.getElementById(`nhiem-vu-${last.number}`).querySelector(".task-side");
    saving = saving.then(async () => {
      try {
        const view = await post(stop, last.past);
        await renew(last.number, view);
        go(stops().indexOf(document.getElementById(`nhiem-vu-${last.number}`).querySelector(".task-side")));
        say("Đã hoàn tác nhận xét vừa ghi.");
      } catch (error) {
        undone.push(last);
        say(error.message);
      }
    });
  };

  const write = (title, asks, value, then) => {
    document.getElementById("writing-title").textContent = title;
    document.getElementById("writing-asks").textContent = asks;
    words.value = value;
    const position = at;
    writing.returnValue = "";
    writing.showModal();
    words.focus();
    writing.addEventListener("close", () => {
      go(position);
      if (writing.returnValue === "save") then(words.value.trim());
    }, { once: true });
  };
  // Enter saves, Shift+Enter breaks the line.
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      writing.close("save");
    }
  });

  const links = (stop) => [...rowOf(stop).querySelectorAll(".link")];
  const onLink = (stop, act) => {
    const link = isTask(stop) ? links(stop)[0] : stop;
    if (!link) { say("Nhiệm vụ này chưa có nội dung triển khai nào; bấm l để thêm."); return; }
    at = stops().indexOf(link);
    act(link);
  };

  const keys = {
    j: () => go(at + 1),
    k: () => go(at < 0 ? 0 : at - 1),
    J: () => {
      const rows = [...list.children].filter((row) => !row.dataset.decided);
      const here = at < 0 ? 0 : Number(rowOf(current()).dataset.number);
      const next = rows.find((row) => Number(row.dataset.number) > here);
      if (next) go(stops().indexOf(next.querySelector(".task-side")));
      else say("Không còn nhiệm vụ nào chưa rà soát phía sau.");
    },
    K: () => {
      const row = at < 0 ? null : rowOf(current()).previousElementSibling;
      if (row) go(stops().indexOf(row.querySelector(".task-side")));
    },
    a: () => onLink(current(), (link) => decide(link, { decision: link.dataset.decision === "add" ? "add" : "accept", note: link.dataset.note || "" }, "xác nhận nội dung triển khai.")),
    x: () => onLink(current(), (link) => decide(link, { decision: link.dataset.decision === "add" ? "" : "reject", note: link.dataset.note || "" }, "bác nội dung triển khai.")),
    n: () => {
      const stop = current();
      write("Ghi chú", "Nội dung ghi chú (Enter để ghi, Esc để bỏ)", stop.dataset.note || "", (note) => {
        const decided = isTask(stop)
          ? { decision: "coverage", coverage: rowOf(stop).dataset.coverage, note }
          : { decision: stop.dataset.decision || "accept", note };
        decide(stop, decided, "ghi chú.");
      });
    },
    l: () => {
      const stop = taskOf(current());
      write("Thêm nội dung triển khai", "Dán nguyên văn đoạn của văn bản triển khai (Enter để ghi, Esc để bỏ)", "", (quote) => {
        if (quote) decide(stop, { decision: "add", clause: quote }, "thêm nội dung triển khai.", { decision: "", clause: quote });
      });
    },
    u: undo,
    "?": () => (help.open ? help.close() : help.showModal()),
  };
  if ("explains" in review.dataset) {
    keys.e = async () => {
      say("Đang hỏi máy giải thích…");
      const query = new URLSearchParams({ parent, child, number: rowOf(current()).dataset.number });
      const answer = await fetch(`/api/v1/crosswalk/explanation?${query}`);
      const told = await answer.json().catch(() => null);
      say(answer.ok ? `Máy giải thích: ${told.words}` : told?.error?.message || "Không hỏi được.");
    };
  }
  for (const [key, coverage] of Object.entries(COVERAGES)) {
    keys[key] = () => {
      const task = taskOf(current());
      at = stops().indexOf(task);
      decide(task, { decision: "coverage", coverage, note: task.dataset.note || "" }, `nhiệm vụ được triển khai ${NAMES[coverage]}.`);
    };
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, [contenteditable]") || writing.open) return;
    const act = keys[event.key];
    if (!act || (help.open && event.key !== "?")) return;
    event.preventDefault();
    if (at < 0 && !["j", "k", "J", "?", "u"].includes(event.key)) go(0);
    act();
  });
  review.querySelector("[data-does=help]").addEventListener("click", () => help.showModal());
  undoButton.addEventListener("click", undo);

  // Lines from each task to what carries it out; where the two stand one over the other there are none.
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.classList.add("lines");
  drawn.setAttribute("aria-hidden", "true");
  list.prepend(drawn);
  const draw = () => {
    drawn.replaceChildren();
    const frame = list.getBoundingClientRect();
    drawn.setAttribute("width", frame.width);
    drawn.setAttribute("height", frame.height);
    for (const row of list.querySelectorAll("li.aligned-row")) {
      const from = row.querySelector(".task-side").getBoundingClientRect();
      for (const link of row.querySelectorAll(".link")) {
        const to = link.getBoundingClientRect();
        if (to.left <= from.right) continue;
        const [x1, y1, x2, y2] = [from.right - frame.left, from.top + 24 - frame.top, to.left - frame.left, to.top + 24 - frame.top];
        const bend = (x2 - x1) / 2;
        const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
        line.setAttribute("d", `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`);
        line.setAttribute("class", link.classList.contains("refused") ? "refused" : row.dataset.coverage);
        drawn.append(line);
      }
    }
  };
  new ResizeObserver(draw).observe(list);
  draw();
})();
