(allWords) => {
  const root = document.documentElement;
  const words = allWords[root.lang] ?? allWords.en;
  // Western digits, as in the rest of the page.
  const locale = `${root.lang}-u-nu-latn`;
  const find = (selector) => document.querySelector(selector);
  const isnad = (window.isnad = {});

  // Two frames later the new content has been laid out.
  const later = (act) => {
    requestAnimationFrame(() => requestAnimationFrame(act));
    return [];
  };

  // The citation whose source is open. Gradio uses the chat's elements again for other answers, so
  // the mark on the link goes whenever the chat changes.
  const current = () => find("a.cite[aria-current]");
  const forgetCurrent = () => current()?.removeAttribute("aria-current");
  const neighbour = (step) => {
    const all = [...(current()?.closest(".answer").querySelectorAll("a.cite") ?? [])];
    return all[all.indexOf(current()) + step];
  };
  const follow = (link) => {
    const reference = link.getAttribute("href");
    isnad.link = reference.slice(reference.indexOf("#passage-"));
    forgetCurrent();
    if (link.matches(".cite")) link.setAttribute("aria-current", "true");
    find("#follow").click();
  };
  const step = (by) => {
    const link = neighbour(by);
    if (!link) return;
    link.scrollIntoView({ block: "nearest" });
    follow(link);
  };

  const showList = () => {
    delete root.dataset.view;
    forgetCurrent();
    find("#sources").focus({ preventScroll: true });
  };
  const backToAnswer = () => {
    const link = current() ?? find("#question textarea");
    link.scrollIntoView({ block: "center" });
    link.focus({ preventScroll: true });
  };

  // What the pane's bar can do depends on the citation that was followed.
  const prepareBar = () => {
    const bar = find("#source .bar");
    if (!bar) return;
    const link = current();
    bar.querySelector(".steps").hidden = !link;
    if (!link) return;
    const all = [...link.closest(".answer").querySelectorAll("a.cite")];
    const place = all.indexOf(link);
    bar.querySelector(".position").textContent = words.position
      .replace("{number}", place + 1)
      .replace("{count}", all.length);
    bar.querySelector(".previous").disabled = place === 0;
    bar.querySelector(".next").disabled = place === all.length - 1;
  };
  isnad.showPassage = () => {
    root.dataset.view = "source";
    return later(() => {
      prepareBar();
      const passage = find("#source mark.cited") ?? find("#source :is(.notice, h2)");
      if (!passage) return;
      passage.tabIndex = -1;
      passage.scrollIntoView({ block: "center" });
      passage.focus({ preventScroll: true });
    });
  };
  isnad.showAnswer = () => {
    forgetCurrent();
    return later(() => {
      [...document.querySelectorAll("#chat .user-row")].at(-1)?.scrollIntoView({ block: "start" });
      find("#question textarea").focus({ preventScroll: true });
    });
  };

  // A page that is not on this machine and has no TLS may only copy what is selected.
  const copySelected = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error(words.not_copied);
  };
  const copy = async (button) => {
    const own = button.closest(".card") ? button : current()?.closest(".card").querySelector(".copy");
    if (!own) return;
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(own.value);
      else copySelected(own.value);
      announce(words.copied);
      button.textContent = words.copied;
    } catch {
      announce(words.not_copied);
      button.textContent = words.not_copied;
    }
    setTimeout(() => (button.textContent = words.copy), 2000);
  };
  const addBox = (name, role) => {
    const box = document.createElement("div");
    box.className = name;
    box.setAttribute("role", role);
    find(".gradio-container").append(box);
    return box;
  };
  const announcer = addBox("announcer", "status");
  const announce = (text) => (announcer.textContent = text);

  // What goes wrong between the browser and the page is told in the page's words, beside the chat:
  // Gradio would tell it in English, or cover the chat with "error".
  const trouble = addBox("trouble", "alert");
  let quiet;
  const complain = (text) => {
    trouble.textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(() => (trouble.textContent = ""), 12_000);
  };
  const refused = {
    401: words.logged_out,
    413: words.sent_large,
    429: words.too_much,
    503: words.too_much,
  };
  const { fetch } = window;
  window.fetch = async (...request) => {
    const asked = /gradio_api\/(run|queue\/join|upload)\b/.test(request[0]?.url ?? request[0]);
    try {
      const response = await fetch(...request);
      if (asked && !response.ok) complain(refused[response.status] ?? words.no_reply);
      return response;
    } catch (error) {
      if (!asked) throw error;
      // Gradio would take no more questions, and load the page again once the line is back; as an
      // error like others it leaves the chat and the question where they are.
      complain(words.unreachable);
      return new Response("{}", { status: 503 });
    }
  };
  const TOASTS = [
    [/exceed the maximum allowed size.*?"(.*)"$/s, words.too_large],
    [/^Invalid file type: (.*?)\. Only/s, words.name_ending],
    [/^Connection to the server was lost/, words.unreachable],
  ];
  const retell = () => {
    const toast = [...document.querySelectorAll(".toast-message-text")].at(-1)?.textContent.trim();
    if (!toast) return;
    const [told, said] = TOASTS.map(([shape, said]) => [toast.match(shape), said]).find(
      ([told]) => told,
    ) ?? [[], toast];
    complain(said.replace("{name}", () => told[1]));
  };
  new MutationObserver(retell).observe(find(".toast-wrap"), { childList: true, subtree: true });

  isnad.save = (text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
    link.download = `${words.file_name}.md`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return [];
  };

  const pressed = {
    "a[href*='#passage-']": follow,
    "a.skip": () => find("#question textarea").focus(),
    "button.example": (button) => {
      isnad.example = button.textContent;
      find("#ask-example").click();
    },
    "button.copy": copy,
    "button.previous": () => step(-1),
    "button.next": () => step(1),
    "button.all_sources": showList,
    "button.back": backToAnswer,
  };
  const clicked = (event) => {
    for (const [selector, act] of Object.entries(pressed)) {
      const target = event.target.closest?.(selector);
      if (!target) continue;
      event.preventDefault();
      act(target);
      return;
    }
  };
  document.addEventListener("click", clicked, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && find("#reading")?.contains(document.activeElement)) backToAnswer();
  });

  // Whoever has no mouse scrolls with the keys, and has to be able to get there.
  for (const [selector, name] of [["#sources", words.sources], ["#source", words.source]]) {
    const pane = find(selector);
    pane.tabIndex = 0;
    pane.setAttribute("role", "region");
    pane.setAttribute("aria-label", name);
  }

  // Ages, dates, sizes and the names of languages are in the browser's words.
  const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const ago = (moment) => {
    const seconds = Math.max(0, (Date.now() - new Date(moment)) / 1000);
    const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS[3];
    const count = unit === "second" ? 0 : Math.floor(seconds / size);
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-count, unit);
  };
  const size = (bytes) => {
    const units = ["byte", "kilobyte", "megabyte"];
    const power = Math.min(2, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
    const format = {
      style: "unit",
      unit: units[power],
      unitDisplay: power ? "short" : "long", // the short form of bytes has no plural
      maximumSignificantDigits: 3,
    };
    return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** power);
  };
  const spoken = {
    "time.ago": (time) => ago(time.dateTime),
    "time.when": (time) =>
      new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(
        new Date(time.dateTime),
      ),
    "data.size": (data) => size(Number(data.value)),
    "data.language": (data) =>
      new Intl.DisplayNames(locale, { type: "language" }).of(data.value) ?? data.value,
  };
  const dress = () => {
    for (const [selector, say] of Object.entries(spoken))
      for (const element of document.querySelectorAll(selector)) {
        const said = say(element);
        if (element.textContent !== said) element.textContent = said;
      }
    // Gradio names the place for files otherwise than it reads.
    find("#add-sources button[aria-label]")?.removeAttribute("aria-label");
  };
  const observer = new MutationObserver(dress);
  for (const part of ["#status", "#reading"])
    observer.observe(find(part), { childList: true, subtree: true });
  setInterval(dress, 30_000);
  dress();
}
