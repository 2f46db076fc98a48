// What the benchmarks measure inside a page. Times are milliseconds since 1970, so that two pages can be compared.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const probe = { keys: [], longTasks: [], marks: {} };
  window.probe = probe;

  // From the key to the moment after the frame that shows it.
  addEventListener(
    "keydown",
    () => {
      const pressed = now();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => probe.keys.push(now() - pressed);
        channel.port2.postMessage(null);
      });
      probe.lastKey = pressed;
    },
    { capture: true },
  );

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longTasks.push(duration);
  }).observe({ type: "longtask" });

  // When a word is first in the text, and when its frame has been shown.
  probe.watch = (word) => {
    const text = document.querySelector("#text");
    const observer = new MutationObserver((records) => {
      // A caret may stand in the middle of the word: its block has both halves.
      const blocks = records.map(({ target }) => (target instanceof Element ? target : target.parentElement));
      const found = blocks.some((block) => block?.textContent.includes(word));
      if (!found) return;
      observer.disconnect();
      const arrived = now();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => (probe.marks[word] = { arrived, painted: now() });
        channel.port2.postMessage(null);
      });
    });
    observer.observe(text, { childList: true, characterData: true, subtree: true });
  };
})();
