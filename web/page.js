() => {
  // The chat's elements are used again for the next answer: its links must not look followed.
  const forgetCurrent = () =>
    document
      .querySelectorAll("#chat a[aria-current]")
      .forEach((link) => link.removeAttribute("aria-current"));

  // A citation in the chat is a link "#passage-…": its source opens beside the chat.
  const followed = (event) => {
    const link = event.target.closest?.('a[href*="#passage-"]');
    if (!link) return;
    event.preventDefault();
    const reference = link.getAttribute("href");
    window.isnadLink = reference.slice(reference.indexOf("#passage-"));
    forgetCurrent();
    link.setAttribute("aria-current", "true");
    document.querySelector("#follow").click();
  };
  document.addEventListener("click", followed, true);

  // Two frames later the new content has been laid out.
  const scroll = (find, options) => {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => find()?.scrollIntoView(options)),
    );
    return [];
  };
  const passage = () => document.querySelector("#source mark.cited, #source .notice");
  const lastQuestion = () => [...document.querySelectorAll("#chat .user-row")].at(-1);
  window.isnadShowPassage = () => scroll(passage, { block: "center" });
  window.isnadShowAnswer = () => {
    forgetCurrent();
    return scroll(lastQuestion, { block: "start" });
  };
}
