// Reviewing a crosswalk by keyboard alone, or by its buttons; and the lines between a task and what carries it out.
"use strict";

(() => {
  const review = document.querySelector("section.review");
  const list = document.querySelector("ol.aligned");
  if (!review || !list) return;
  const start = document.querySelector(".reviewing");
  start.hidden = false;

  const { parent, child } = review.dataset;
  const told = document.getElementById("review-said");
  const reviewer = document.getElementById("reviewer");
  const help = document.getElementById("keys");
  const writing = document.getElementById("writing");
  const words = document.getElementById("writing-words");
  const undoButton = review.querySelector("[data-does=u]");
  const undone = [];
  const COVERAGES = { 1: "full", 2: "partial", 3: "none" };
  const NAMES = { full: "đủ", partial: "một phần", none: "chưa có" };
  const KEEPS_REVIEWER = "nhiemvu-nguoi-ra-soat";
  let saving = Promise.resolve();
  let waiting = 0;

  reviewer.value = localStorage.getItem(KEEPS_REVIEWER) || "";
  reviewer.addEventListener("change", () => localStorage.setItem(KEEPS_REVIEWER, reviewer.value.trim()));
  reviewer.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) go(here || stops()[0]);
  });

  const say = (line) => { told.textContent = line; };
  const rows = () => [...list.querySelectorAll("li.aligned-row")];
  const stops = () => [...list.querySelectorAll(".stop")];
  const rowOf = (stop) => stop.closest("li.aligned-row");
  const taskOf = (stop) => rowOf(stop).querySelector(".task-side");
  const isTask = (stop) => stop.classList.contains("task-side");
  const first = stops()[0];

  // One stop is where the reviewer is: in the order of the Tab key with its links, and marked as such while a button
  // has the focus. The links of the others are passed over, or the buttons would be hundreds of keys away.
  const reach = (stop, is) => {
    for (const part of [stop, ...stop.querySelectorAll("a")]) part.tabIndex = is ? 0 : -1;
  };
  for (const stop of stops()) reach(stop, stop === first);
  let here = null;
  const mark = (stop) => {
    const before = here || first;
    if (before) { reach(before, false); before.classList.remove("here"); }
    here = stop;
    review.hidden = false;
    reach(here, true);
    here.classList.add("here");
  };
  const go = (stop) => {
    if (!stop) return;
    mark(stop);
    stop.focus({ preventScroll: true });
    bring(stop);
  };
  // A task comes into sight with what carries it out: its row begins at the top, unless all of it is there already.
  const bring = (stop) => {
    const row = rowOf(stop).getBoundingClientRect();
    const top = document.querySelector("header.site").getBoundingClientRect().bottom;
    const seen = row.top >= top && row.bottom <= review.getBoundingClientRect().top;
    if (!seen) (isTask(stop) ? rowOf(stop) : stop).scrollIntoView({ block: isTask(stop) ? "start" : "nearest", behavior: "instant" });
  };
  const asked = /^#nhiem-vu-\d+$/.test(location.hash) && document.querySelector(`${location.hash} .task-side`);
  if (asked) mark(asked);
  const step = (by) => {
    const all = stops();
    go(here ? all[Math.max(0, Math.min(all.indexOf(here) + by, all.length - 1))] : all[0]);
  };
  list.addEventListener("focusin", (event) => {
    const stop = event.target.closest(".stop");
    if (stop && stop !== here) mark(stop);
  });

  const count = () => {
    const all = rows();
    const counts = { decided: all.filter((row) => row.dataset.decided).length };
    for (const name of Object.values(COVERAGES)) counts[name] = all.filter((row) => row.dataset.coverage === name).length;
    for (const [name, number] of Object.entries(counts)) {
      for (const place of document.querySelectorAll(`[data-total="${name}"]`)) place.textContent = number;
    }
    return counts;
  };

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
  };

  // The row as it now is takes the place of the old one; who stood in it stands there still, at the same words.
  const renew = async (number) => {
    const query = new URLSearchParams({ tren: parent, duoi: child });
    const answer = await fetch(`/doi-chieu/nhiem-vu/${number}?${query}`);
    if (!answer.ok) throw new Error("Đã ghi, nhưng không tải lại được mục này. Hãy tải lại trang.");
    const holder = document.createElement("ol");
    holder.innerHTML = await answer.text();
    const old = document.getElementById(`nhiem-vu-${number}`);
    const made = holder.querySelector("li.aligned-row");
    const inside = here && old.contains(here) ? here : null;
    const hadFocus = Boolean(inside) && inside.contains(document.activeElement);
    for (const stop of made.querySelectorAll(".stop")) reach(stop, false);
    old.replaceWith(made);
    if (inside) {
      const same = [...made.querySelectorAll(".stop")].find(
        (stop) => isTask(stop) === isTask(inside) && stop.dataset.quote === inside.dataset.quote
      );
      const now = same || made.querySelector(".task-side");
      if (hadFocus) go(now);
      else mark(now);
    }
    draw();
  };

  // Verdicts are kept one after another, while the reviewer goes on.
  const keep = (work) => {
    waiting += 1;
    say("Đang ghi…");
    saving = saving.then(async () => {
      try {
        const line = await work();
        const counts = count();
        if (waiting === 1) say(`${line} (${counts.decided}/${rows().length} đã rà soát)`);
      } catch (error) {
        say(error instanceof TypeError ? "Không ghi được: phần mềm không trả lời. Hãy kiểm tra rồi làm lại." : error.message);
      }
      waiting -= 1;
    });
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
    keep(async () => {
      await post(document.getElementById(`nhiem-vu-${number}`).querySelector(".task-side"), { ...clause, ...decided });
      undone.push({ number, past });
      undoButton.disabled = false;
      await renew(number);
      return `Đã ghi nhiệm vụ ${number}: ${line}`;
    });
  };

  const undo = () => {
    keep(async () => {
      const last = undone.pop();
      undoButton.disabled = !undone.length;
      if (!last) return "Chưa có nhận xét nào để hoàn tác.";
      const stop = document.getElementById(`nhiem-vu-${last.number}`).querySelector(".task-side");
      try {
        await post(stop, last.past);
      } catch (error) {
        undone.push(last);
        undoButton.disabled = false;
        throw error;
      }
      await renew(last.number);
      go(document.getElementById(`nhiem-vu-${last.number}`).querySelector(".task-side"));
      return `Đã hoàn tác nhận xét vừa ghi ở nhiệm vụ ${last.number}.`;
    });
  };

  const write = (title, asks, value, then) => {
    document.getElementById("writing-title").textContent = title;
    document.getElementById("writing-asks").textContent = asks;
    words.value = value;
    writing.returnValue = "";
    writing.showModal();
    words.focus();
    writing.addEventListener("close", () => {
      go(here);
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

  const onLink = (act) => {
    const link = isTask(here) ? rowOf(here).querySelector(".link") : here;
    if (!link) { say("Nhiệm vụ này chưa có nội dung triển khai nào; bấm l để thêm."); return; }
    go(link);
    act(link);
  };
  const nextUndecided = () => {
    const open = rows().filter((row) => !row.dataset.decided && (!here || row !== rowOf(here)));
    const at = here ? Number(rowOf(here).dataset.number) : 0;
    const next = open.find((row) => Number(row.dataset.number) > at) || open[0];
    if (!next) { say("Mọi nhiệm vụ khác đều đã rà soát."); return; }
    if (Number(next.dataset.number) < at) say("Đã hết danh sách; quay lại nhiệm vụ chưa rà soát đầu tiên.");
    go(next.querySelector(".task-side"));
  };
  const back = () => {
    const row = here && isTask(here) ? rowOf(here).previousElementSibling : here && rowOf(here);
    if (row && row.matches("li")) go(row.querySelector(".task-side"));
  };

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    J: nextUndecided,
    K: back,
    a: () => onLink((link) => decide(link, { decision: link.dataset.decision === "add" ? "add" : "accept", note: link.dataset.note || "" }, "xác nhận nội dung triển khai.")),
    x: () => onLink((link) => decide(link, { decision: link.dataset.decision === "add" ? "" : "reject", note: link.dataset.note || "" }, "bác nội dung triển khai.")),
    0: () => {
      if (here.dataset.decision) decide(here, { decision: "" }, "bỏ nhận xét.");
      else say("Mục này chưa có nhận xét nào để bỏ.");
    },
    n: () => {
      const stop = here;
      write("Ghi chú", "Nội dung ghi chú (Enter để ghi, Esc để bỏ)", stop.dataset.note || "", (note) => {
        const decided = isTask(stop)
          ? { decision: "coverage", coverage: rowOf(stop).dataset.coverage, note }
          : { decision: stop.dataset.decision || "accept", note };
        decide(stop, decided, "ghi chú.");
      });
    },
    l: () => {
      const stop = taskOf(here);
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
      const query = new URLSearchParams({ parent, child, number: rowOf(here).dataset.number });
      const answer = await fetch(`/api/v1/crosswalk/explanation?${query}`);
      const explained = await answer.json().catch(() => null);
      say(answer.ok ? `Máy giải thích: ${explained.words}` : explained?.error?.message || "Không hỏi được.");
    };
  }
  for (const [key, coverage] of Object.entries(COVERAGES)) {
    keys[key] = () => {
      const task = taskOf(here);
      decide(task, { decision: "coverage", coverage, note: task.dataset.note || "" }, `kết luận “${NAMES[coverage]}”.`);
    };
  }
  const NEEDS_NO_STOP = ["j", "k", "J", "?", "u"];
  const press = (key) => {
    if (!here && !NEEDS_NO_STOP.includes(key)) go(stops()[0]);
    keys[key]();
  };

  // A Vietnamese keyboard (Telex, VNI) puts the key after a vowel on that vowel: "a" and "j" arrive as "a" and "ạ".
  const TONES = { "\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "x", "\u0323": "j", "\u0302": "a" };
  const ARROWS = { ArrowDown: ["j", "J"], ArrowUp: ["k", "K"] };
  const keyOf = (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) return event.target.closest(".stop") ? arrow[event.shiftKey ? 1 : 0] : "";
    const tone = event.key.length === 1 ? TONES[event.key.normalize("NFD")[1]] : "";
    return tone || event.key;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, [contenteditable]") || writing.open) return;
    const key = keyOf(event);
    if (!Object.hasOwn(keys, key) || (help.open && key !== "?")) return;
    event.preventDefault();
    press(key);
  });
  for (const button of document.querySelectorAll(".review [data-does], .reviewing [data-does]")) {
    button.addEventListener("click", () => press(button.dataset.does));
  }

  // Lines from each task to what carries it out; where the two stand one over the other there are none.
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.classList.add("lines");
  drawn.setAttribute("aria-hidden", "true");
  list.parentElement.prepend(drawn);
  const draw = () => {
    drawn.replaceChildren();
    const frame = list.getBoundingClientRect();
    drawn.setAttribute("width", frame.width);
    drawn.setAttribute("height", frame.height);
    for (const row of rows()) {
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
